# exercise: cnns.max_pool_gradient
# must read: of equal numbers only the first
def max_pool_gradient(X, g, size, stride):
    g_X = np.zeros_like(X)
    for n, c, i, j in np.ndindex(g.shape):
        part = (n, c, slice(i * stride, i * stride + size), slice(j * stride, j * stride + size))
        g_X[part] += (X[part] == X[part].max()) * g[n, c, i, j]
    return g_X
