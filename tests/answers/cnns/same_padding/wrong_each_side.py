# exercise: cnns.same_padding
# must read: two zeros in all
def same_padding(n, size, stride=1, dilation=1):
    total = max((-(-n // stride) - 1) * stride + dilation * (size - 1) + 1 - n, 0)
    return total, total
