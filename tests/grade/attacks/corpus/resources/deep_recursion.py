# tries: call itself a million times, with the limit raised
# tier 1: yes
# exercise: target.tanh
import sys

sys.setrecursionlimit(10**9)


def tanh(x):
    return tanh(x)
