# exercise: cnns.max_pool_gradient
# must read: no sharing
def max_pool_gradient(X, g, size, stride):
    g_X = np.zeros_like(X)
    for n, c, i, j in np.ndindex(g.shape):
        part = (n, c, slice(i * stride, i * stride + size), slice(j * stride, j * stride + size))
        winners = X[part] == X[part].max()
        g_X[part] += winners / winners.sum() * g[n, c, i, j]
    return g_X
