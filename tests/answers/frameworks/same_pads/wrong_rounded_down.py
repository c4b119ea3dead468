# exercise: frameworks.same_pads
# must read: the number of windows is rounded up
def same_pads(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    windows = max(size // stride, 1)
    reach = dilation * (kernel - 1) + 1
    total = max((windows - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2
