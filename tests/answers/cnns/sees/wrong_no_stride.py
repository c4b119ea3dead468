# exercise: cnns.sees
# must read: stride is missing
def sees(layers, i):
    return i, i + sum(dilation * (size - 1) for size, _, dilation in layers)
