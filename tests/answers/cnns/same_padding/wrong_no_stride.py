# exercise: cnns.same_padding
# must read: with a stride fewer zeros are needed
def same_padding(n, size, stride=1, dilation=1):
    total = dilation * (size - 1)
    return total // 2, total - total // 2
