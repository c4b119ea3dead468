# exercise: cnns.sees
# must read: dilation is missing
def sees(layers, i):
    first = last = i
    for size, stride, _ in reversed(layers):
        first, last = first * stride, last * stride + size - 1
    return first, last
