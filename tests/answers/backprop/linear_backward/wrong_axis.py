# exercise: backprop.linear_backward
# must read: sum over the batch, axis=0
def linear_backward(X, W, G):
    return G @ W.T, X.T @ G, G.sum(axis=1)
