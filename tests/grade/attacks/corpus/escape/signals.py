# tries: send signals to the judge, the grader and everybody
# stock: would harm the machine
# exercise: target.tanh
import os
import signal

for pid in (os.getppid(), int("@PID@"), -1, 0, 1):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass


def tanh(x):
    return 0 * x
