# exercise: architectures.cost
# must read: Round up
def cost(channels, side, layers):
    parameters = operations = 0
    for outputs, kernel, stride, groups in layers:
        side = side // stride
        weights = outputs * (channels // groups) * kernel**2
        parameters += weights + outputs
        operations += 2 * weights * side**2
        channels = outputs
    return parameters, operations, side
