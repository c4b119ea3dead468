# exercise: cnns.sees
# must read: not the one after it
def sees(layers, i):
    first, last = i, i + 1
    for size, stride, dilation in reversed(layers):
        first, last = first * stride, (last - 1) * stride + dilation * (size - 1) + 1
    return first, last
