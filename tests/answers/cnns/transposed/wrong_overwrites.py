# exercise: cnns.transposed
# must read: += instead of =
def transposed(z, W, b, stride=1, padding=0):
    outputs, size = W.shape[1:3]
    rows, columns = ((n - 1) * stride + size for n in z.shape[2:])
    X = np.zeros((len(z), outputs, rows, columns))
    for c, i, j in np.ndindex(z.shape[1:]):
        top, left = i * stride, j * stride
        part = z[:, c, i, j][:, None, None, None] * W[c]
        X[:, :, top : top + size, left : left + size] = part
    X += b[:, None, None]
    return X[:, :, padding : rows - padding, padding : columns - padding]
