# exercise: backprop.unbroadcast
# must read: should be
def unbroadcast(g, shape):
    # takes the new axes from the end
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=axes, keepdims=True) if axes else g
