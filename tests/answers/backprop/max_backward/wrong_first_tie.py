# exercise: backprop.max_backward
# must read: one of two equal maxima got everything
def max_backward(X, G, axis):
    d_X = np.zeros_like(X)
    place = np.expand_dims(X.argmax(axis=axis), axis)
    np.put_along_axis(d_X, place, np.expand_dims(G, axis), axis=axis)
    return d_X
