# exercise: backprop.chain_rule
# must read: what comes back along two arrows is added
def chain_rule(x, y, z):
    v = x * y + z
    d_v = 2 * x * v
    return x * v**2, v**2 * (d_v * y), d_v * x, d_v
