# exercise: backprop.chain_rule
def chain_rule(x, y, z):
    v = x * y + z
    direct, through_v = v * v, 2 * x * v * y
    return x * v * v, direct + through_v, 2 * x * x * v, 2 * x * v
