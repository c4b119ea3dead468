# exercise: backprop.chain_rule
# must read: is there a `return`?
def chain_rule(x, y, z):
    v = x * y + z
    loss = x * v**2
    d_v = 2 * x * v
