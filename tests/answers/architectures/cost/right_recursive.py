# exercise: architectures.cost
def cost(channels, side, layers):
    if not layers:
        return 0, 0, side
    (outputs, kernel, stride, groups), *rest = layers
    side = -(-side // stride)
    weights = kernel * kernel * channels * outputs // groups
    parameters, operations, last = cost(outputs, side, rest)
    return weights + outputs + parameters, 2 * weights * side * side + operations, last
