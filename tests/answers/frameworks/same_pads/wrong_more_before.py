# exercise: frameworks.same_pads
# must read: an odd zero goes behind
def same_pads(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    windows = -(-size // stride)
    reach = dilation * (kernel - 1) + 1
    total = max((windows - 1) * stride + reach - size, 0)
    return total - total // 2, total // 2
