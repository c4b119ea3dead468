# exercise: backprop.lookup_backward
# must read: row 2 and row -1 are one
def lookup_backward(shape, index, G):
    d_E = np.zeros(shape)
    rows, G = index.reshape(-1), G.reshape(-1, shape[1])
    for row in range(shape[0]):
        d_E[row] = G[rows == row].sum(axis=0)
    return d_E
