# tries: sleep just below the limit in many cells
# tier 1: yes
import time

time.sleep(1.2)
# %%
time.sleep(1.2)
# %%
time.sleep(1.2)


# %%
# exercise: target.tanh
def tanh(x):
    time.sleep(2)
    return 0 * x
