# exercise: backprop.max_backward
# must read: they share it
def max_backward(X, G, axis):
    return np.where(X == X.max(axis=axis, keepdims=True), np.expand_dims(G, axis), 0.0)
