# exercise: architectures.cost
# must read: channels has to change
def cost(channels, side, layers):
    parameters = operations = 0
    for outputs, kernel, stride, groups in layers:
        side = (side + 2 * (kernel // 2) - kernel) // stride + 1
        weights = outputs * (channels // groups) * kernel**2
        parameters += weights + outputs
        operations += 2 * weights * side**2
        pass
    return parameters, operations, side
