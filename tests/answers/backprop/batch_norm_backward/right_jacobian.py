# exercise: backprop.batch_norm_backward
def batch_norm_backward(X, gamma, G, eps=1e-5):
    n, d_X = len(X), np.zeros(X.shape)
    root = np.sqrt(X.var(axis=0) + eps)
    hat = (X - X.mean(axis=0)) / root
    for k in range(X.shape[1]):
        J = (np.eye(n) - 1 / n - np.outer(hat[:, k], hat[:, k]) / n) / root[k]
        d_X[:, k] = gamma[k] * G[:, k] @ J
    return d_X, np.einsum("ij,ij->j", G, hat), np.einsum("ij->j", G)
