# exercise: backprop.unbroadcast
# must read: keep a stretched axis as 1
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=axis)
    return g
