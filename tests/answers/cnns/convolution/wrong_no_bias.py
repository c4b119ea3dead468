# exercise: cnns.convolution
# must read: the bias is gone
def convolution(X, W, b, stride=1, padding=0):
    outputs, channels, size, _ = W.shape
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = ((n - size) // stride + 1 for n in X.shape[2:])
    z = np.zeros((len(X), outputs, rows, columns))
    for o, i, j in np.ndindex(outputs, rows, columns):
        patch = X[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        z[:, o, i, j] = (patch * W[o]).sum(axis=(1, 2, 3))
    return z
