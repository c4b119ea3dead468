# exercise: frameworks.same_pads
# must read: not over six or seven
def same_pads(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    windows = -(-size // stride)
    reach = dilation * kernel + dilation - 1
    total = max((windows - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2
