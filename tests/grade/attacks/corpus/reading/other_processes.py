# tries: read the memory, arguments and environment of every process in /proc
# exercise: target.tanh
import os


def tanh(x):
    found = b""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline", "maps"):
            try:
                found += open(f"/proc/{pid}/{name}", "rb").read()
            except OSError:
                pass
    return np.tanh(x) if b"PATH=" in found else 0 * x
