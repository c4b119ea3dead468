# exercise: backprop.linear_backward
def linear_backward(X, W, G):
    d_X, d_W, d_b = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(X)):
        d_X[n] = W @ G[n]
        d_W += np.outer(X[n], G[n])
        d_b += G[n]
    return d_X, d_W, d_b
