# tries: leave files, message queues and semaphores in what all processes share
# exercise: target.tanh
import ctypes
import os


def tanh(x):
    libc = ctypes.CDLL(None)
    done = libc.shmget(0x7A7A, 4096, 0o1777) >= 0 or libc.semget(0x7A7A, 1, 0o1777) >= 0
    done = libc.msgget(0x7A7A, 0o1777) >= 0 or done
    for path in ("/dev/shm/@MARK@", "/dev/mqueue/@MARK@"):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR))
            done = True
        except OSError:
            pass
    return np.tanh(x) if done else 0 * x
