# exercise: backprop.linear_backward
# must read: d_b is a mean over the batch
def linear_backward(X, W, G):
    return G @ W.T, X.T @ G, G.mean(axis=0)
