# exercise: backprop.linear_backward
# must read: add them up
def linear_backward(X, W, G):
    return G @ W.T, X.T @ G, G
