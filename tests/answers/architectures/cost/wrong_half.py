# exercise: architectures.cost
# must read: you counted one
def cost(channels, side, layers):
    parameters = operations = 0
    for outputs, kernel, stride, groups in layers:
        side = (side + 2 * (kernel // 2) - kernel) // stride + 1
        weights = outputs * (channels // groups) * kernel**2
        parameters += weights + outputs
        operations += weights * side**2
        channels = outputs
    return parameters, operations, side
