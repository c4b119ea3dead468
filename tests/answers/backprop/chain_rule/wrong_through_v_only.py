# exercise: backprop.chain_rule
# must read: d_x has only the path through v
def chain_rule(x, y, z):
    v = x * y + z
    d_v = 2 * x * v
    return x * v**2, d_v * y, d_v * x, d_v
