# exercise: backprop.linear_backward
# must read: d_W is transposed
def linear_backward(X, W, G):
    return G @ W.T, G.T @ X, G.sum(axis=0)
