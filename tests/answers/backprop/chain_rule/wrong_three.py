# exercise: backprop.chain_rule
# must read: expected 4 results
def chain_rule(x, y, z):
    v = x * y + z
    return v**2 + 2 * x * v * y, 2 * x * v * x, 2 * x * v
