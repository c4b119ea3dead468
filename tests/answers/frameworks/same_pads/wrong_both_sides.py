# exercise: frameworks.same_pads
# must read: that is PyTorch's padding=1
def same_pads(size, kernel, stride=1, dilation=1):
    half = dilation * (kernel - 1) // 2
    return half, half
