# exercise: cnns.max_pool_gradient
# must read: begins at (i * stride, j * stride)
def max_pool_gradient(X, g, size, stride):
    g_X = np.zeros_like(X)
    for n, c, i, j in np.ndindex(g.shape):
        patch = X[n, c, i : i + size, j : j + size]
        row, column = np.unravel_index(patch.argmax(), patch.shape)
        g_X[n, c, i + row, j + column] += g[n, c, i, j]
    return g_X
