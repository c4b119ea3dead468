# exercise: frameworks.same_pads
def same_pads(size, kernel, stride=1, dilation=1):
    reach = dilation * (kernel - 1) + 1
    left = size % stride or stride
    total = max(reach - left, 0)
    before, rest = divmod(total, 2)
    return [before, before + rest]
