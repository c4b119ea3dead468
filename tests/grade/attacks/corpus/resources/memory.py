# tries: take memory for ever
# stock: would harm the machine
# exercise: target.tanh
def tanh(x):
    kept = []
    while True:
        kept.append(bytearray(10 << 20))
