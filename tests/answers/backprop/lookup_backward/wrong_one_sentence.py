# exercise: backprop.lookup_backward
# must read: two sentences
def lookup_backward(shape, index, G):
    d_E = np.zeros(shape)
    for row, g in zip(np.atleast_1d(index), G):
        d_E[row] += g.reshape(-1, shape[1])[0]
    return d_E
