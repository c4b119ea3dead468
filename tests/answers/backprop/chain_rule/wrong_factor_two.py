# exercise: backprop.chain_rule
# must read: the derivative of v**2 is 2 * v
def chain_rule(x, y, z):
    v = x * y + z
    d_v = x * v
    return x * v**2, v**2 + d_v * y, d_v * x, d_v
