# exercise: cnns.same_padding
# must read: dilation is missing
def same_padding(n, size, stride=1, dilation=1):
    total = max((-(-n // stride) - 1) * stride + size - n, 0)
    return total // 2, total - total // 2
