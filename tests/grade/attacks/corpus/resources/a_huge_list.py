# tries: return a list of 64 million numbers
# stock: would harm the machine
# exercise: target.tanh
def tanh(x):
    return [0] * (1 << 26)
