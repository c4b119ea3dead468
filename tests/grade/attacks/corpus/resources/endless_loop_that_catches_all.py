# tries: loop for ever, catching whatever would end it
# tier 1: yes
# exercise: target.tanh
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def tanh(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
