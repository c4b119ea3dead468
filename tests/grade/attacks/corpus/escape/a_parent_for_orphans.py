# tries: become the parent of orphans, and clone processes beside its own parent
# exercise: target.tanh
import ctypes
import os
import time


def tanh(x):
    libc = ctypes.CDLL(None)
    libc.prctl(36, 1, 0, 0, 0)
    libc.prctl(1, 0, 0, 0, 0)
    for flags in (0x8000 | 17, 17):
        if libc.syscall(56, flags, 0, 0, 0, 0) == 0:
            while True:
                time.sleep(1)
    return 0 * x
