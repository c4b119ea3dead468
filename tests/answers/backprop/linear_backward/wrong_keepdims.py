# exercise: backprop.linear_backward
# must read: sum over the batch without keepdims
def linear_backward(X, W, G):
    return G @ W.T, X.T @ G, G.sum(axis=0, keepdims=True)
