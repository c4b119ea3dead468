# exercise: cnns.sees
# must read: it is not centered there
def sees(layers, i):
    first = last = i
    for size, stride, dilation in reversed(layers):
        half = dilation * (size - 1) // 2
        first, last = first * stride - half, last * stride + half
    return first, last
