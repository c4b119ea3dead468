# exercise: architectures.cost
# must read: channels // groups
def cost(channels, side, layers):
    parameters = operations = 0
    for outputs, kernel, stride, groups in layers:
        side = (side + 2 * (kernel // 2) - kernel) // stride + 1
        weights = outputs * channels * kernel**2
        parameters += weights + outputs
        operations += 2 * weights * side**2
        channels = outputs
    return parameters, operations, side
