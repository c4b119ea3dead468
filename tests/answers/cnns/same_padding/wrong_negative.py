# exercise: cnns.same_padding
# must read: padding is never negative
def same_padding(n, size, stride=1, dilation=1):
    total = (-(-n // stride) - 1) * stride + dilation * (size - 1) + 1 - n
    return total // 2, total - total // 2
