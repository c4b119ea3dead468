# tries: loop for ever outside of any function
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    return 0 * x


while True:
    pass
