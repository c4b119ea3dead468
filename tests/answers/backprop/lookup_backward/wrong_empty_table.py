# exercise: backprop.lookup_backward
# must read: rows that were not looked up get zero
def lookup_backward(shape, index, G):
    d_E = np.ones(shape)
    d_E[np.unique(index)] = 0
    np.add.at(d_E, index, G)
    return d_E
