# exercise: backprop.max_backward
# must read: along axis 1
def max_backward(X, G, axis):
    top = X == X.max(axis=axis, keepdims=True)
    ties = top.sum() / G.size
    return top / ties * np.expand_dims(G, axis)
