# exercise: architectures.cost
# must read: place of the *output*
def cost(channels, side, layers):
    parameters = operations = 0
    for outputs, kernel, stride, groups in layers:
        before = side
        side = (side + 2 * (kernel // 2) - kernel) // stride + 1
        weights = outputs * (channels // groups) * kernel**2
        parameters += weights + outputs
        operations += 2 * weights * before**2
        channels = outputs
    return parameters, operations, side
