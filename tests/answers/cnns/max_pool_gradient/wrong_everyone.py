# exercise: cnns.max_pool_gradient
# must read: not all of its pixels
def max_pool_gradient(X, g, size, stride):
    g_X = np.zeros_like(X)
    for n, c, i, j in np.ndindex(g.shape):
        g_X[n, c, i * stride : i * stride + size, j * stride : j * stride + size] += g[n, c, i, j]
    return g_X
