# exercise: backprop.unbroadcast
def unbroadcast(g, shape):
    front = g.ndim - len(shape)
    axes = tuple(range(front)) + tuple(front + i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=axes).reshape(shape)
