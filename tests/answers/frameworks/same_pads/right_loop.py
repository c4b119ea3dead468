# exercise: frameworks.same_pads
def same_pads(size, kernel, stride=1, dilation=1):
    total = 0
    while (size + total - dilation * (kernel - 1) - 1) // stride + 1 < -(-size // stride):
        total += 1
    return np.array([total // 2, (total + 1) // 2])
