# exercise: regularization.layer_norm
# must read: the variance is the one divided by n, not n - 1
def layer_norm(X, gamma, beta, upstream, eps=1e-5):
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True, ddof=1)
    scale = 1 / np.sqrt(var + eps)
    normal = (X - mean) * scale
    g = upstream * gamma
    d_X = scale * (g - g.mean(axis=1, keepdims=True) - normal * (g * normal).mean(axis=1, keepdims=True))
    return gamma * normal + beta, d_X, (upstream * normal).sum(axis=0), upstream.sum(axis=0)
