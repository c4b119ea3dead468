# exercise: cnns.same_padding
def same_padding(n, size, stride=1, dilation=1):
    total, wanted, reach = 0, (n + stride - 1) // stride, dilation * (size - 1) + 1
    while n + total < reach or (n + total - reach) // stride + 1 < wanted:
        total += 1
    before = total // 2
    return before, total - before
