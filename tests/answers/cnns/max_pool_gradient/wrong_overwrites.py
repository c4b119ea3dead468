# exercise: cnns.max_pool_gradient
# must read: add with +=
def max_pool_gradient(X, g, size, stride):
    g_X = np.zeros_like(X)
    for n, c, i, j in np.ndindex(g.shape):
        patch = X[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        row, column = np.unravel_index(patch.argmax(), patch.shape)
        g_X[n, c, i * stride + row, j * stride + column] = g[n, c, i, j]
    return g_X
