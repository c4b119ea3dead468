# exercise: cnns.sees
# must read: must be followed
def sees(layers, i):
    first = i
    for _, stride, _ in reversed(layers):
        first *= stride
    return first, first + sum(dilation * (size - 1) for size, _, dilation in layers)
