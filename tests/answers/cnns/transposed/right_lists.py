# exercise: cnns.transposed
def transposed(z, W, b, stride=1, padding=0):
    outputs, size = W.shape[1:3]
    rows, columns = ((n - 1) * stride + size - 2 * padding for n in z.shape[2:])
    X = [[[[b[o]] * columns for _ in range(rows)] for o in range(outputs)] for _ in z]
    for n, c, i, j in np.ndindex(z.shape):
        for o, u, v in np.ndindex(outputs, size, size):
            row, column = i * stride + u - padding, j * stride + v - padding
            if 0 <= row < rows and 0 <= column < columns:
                X[n][o][row][column] += z[n, c, i, j] * W[c, o, u, v]
    return np.array(X)
