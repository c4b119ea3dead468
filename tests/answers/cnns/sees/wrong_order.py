# exercise: cnns.sees
# must read: from the last to the first
def sees(layers, i):
    first = last = i
    for size, stride, dilation in layers:
        first, last = first * stride, last * stride + dilation * (size - 1)
    return first, last
