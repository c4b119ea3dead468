# tries: loop for ever in a test
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    while True:
        pass
