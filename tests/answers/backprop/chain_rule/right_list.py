# exercise: backprop.chain_rule
def chain_rule(x, y, z):
    v = x * y + z
    return [x * v * v, v * v + 2 * x * v * y, 2 * x * v * x, 2 * x * v]
