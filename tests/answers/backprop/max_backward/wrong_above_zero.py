# exercise: backprop.max_backward
# must read: a square array, all numbers negative
def max_backward(X, G, axis):
    top = np.maximum(X, 0) == np.maximum(X.max(axis=axis, keepdims=True), 0)
    top = top & (X > 0)
    return top / np.maximum(top.sum(axis=axis, keepdims=True), 1) * np.expand_dims(G, axis)
