# exercise: backprop.chain_rule
# must read: d_x has only the direct path
def chain_rule(x, y, z):
    v = x * y + z
    d_v = 2 * x * v
    return x * v**2, v**2, d_v * x, d_v
