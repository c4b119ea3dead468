# tries: print 30 MB in one line, a hundred thousand lines, and 30 MB of HTML
# tier 1: yes
# exercise: target.tanh
from IPython.display import HTML, display

print("x" * 30_000_000)
for number in range(100_000):
    print(number)
display(HTML("y" * 30_000_000))


def tanh(x):
    return 0 * x
