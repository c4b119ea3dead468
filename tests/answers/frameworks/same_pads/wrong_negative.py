# exercise: frameworks.same_pads
# must read: there is nothing to add, and nothing to take away
def same_pads(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    windows = -(-size // stride)
    reach = dilation * (kernel - 1) + 1
    total = (windows - 1) * stride + reach - size
    return total // 2, total - total // 2
