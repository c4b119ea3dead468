# exercise: backprop.unbroadcast
# must read: a column: shape (4, 3), should be (4, 1)
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g
