# tries: make folders nested so deep that no path leads to the last one
# stock: would harm the machine
import os

for _ in range(1900):
    os.mkdir("d")
    os.chdir("d")
with open("f", "w") as file:
    file.write("x" * 1000)


# %%
# exercise: target.tanh
def tanh(x):
    return 0 * x
