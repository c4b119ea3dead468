# exercise: cnns.transposed
# must read: the last channel overwrites the others
def transposed(z, W, b, stride=1, padding=0):
    channels, outputs, size, _ = W.shape
    rows, columns = ((n - 1) * stride + size for n in z.shape[2:])
    for c in range(channels):
        X = np.zeros((len(z), outputs, rows, columns))
        for i, j in np.ndindex(z.shape[2:]):
            top, left = i * stride, j * stride
            X[:, :, top : top + size, left : left + size] += z[:, c, i, j][:, None, None, None] * W[c]
    X += b[:, None, None]
    return X[:, :, padding : rows - padding, padding : columns - padding]
