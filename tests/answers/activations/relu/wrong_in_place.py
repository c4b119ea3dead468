# exercise: activations.relu
# must read: your function changed its argument `z`
def relu(z):
    slope = (z > 0).astype(z.dtype)
    z[z < 0] = 0
    return z, slope
