# exercise: backprop.unbroadcast
def unbroadcast(g, shape):
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    for axis in range(g.ndim):
        if padded[axis] == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return np.reshape(g, shape)
