# exercise: backprop.unbroadcast
# must read: add the copies, do not average
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.mean(axis=0)
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.mean(axis=axes, keepdims=True)
