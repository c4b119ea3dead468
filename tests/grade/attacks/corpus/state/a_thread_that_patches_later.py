# tries: start a thread that patches everything a little later
# tier 1: yes
# exercise: target.tanh
import threading
import time


def later():
    time.sleep(0.05)
    np.tanh = lambda x: 0 * x
    np.allclose = lambda *a, **k: True
    np.abs = lambda x: 0 * x
    globals()["same"] = lambda *a, **k: None


threading.Thread(target=later, daemon=True).start()


def tanh(x):
    return 0 * x
