# tries: read address 0
# tier 1: yes
# exercise: target.tanh
import ctypes


def tanh(x):
    return ctypes.string_at(0)
