# exercise: backprop.linear_backward
# must read: d_W is divided by the batch size
def linear_backward(X, W, G):
    return G @ W.T, X.T @ G / len(X), G.sum(axis=0)
