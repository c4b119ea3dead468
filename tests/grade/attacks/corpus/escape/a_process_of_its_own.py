# tries: leave a process behind that nobody ends
# stock: would harm the machine
# exercise: target.tanh
import os
import signal
import time

for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        while True:
            time.sleep(1)
    os._exit(0)


def tanh(x):
    if os.fork() == 0:
        os.setpgid(0, 0)
        if os.fork() == 0:
            while True:
                time.sleep(1)
        os._exit(0)
    return 0 * x
