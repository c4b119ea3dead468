# exercise: backprop.unbroadcast
# must read: your function changed its argument `g`
def unbroadcast(g, shape):
    g *= 1.0
    g[...] = np.nan_to_num(g) + 0.0
    total = g.copy()
    g[:] = 0
    while total.ndim > len(shape):
        total = total.sum(axis=0)
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return total.sum(axis=axes, keepdims=True)
