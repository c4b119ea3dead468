# exercise: backprop.lookup_backward
# must read: the gradient has the shape of E
def lookup_backward(shape, index, G):
    rows, place = np.unique(index, return_inverse=True)
    d_E = np.zeros((len(rows), shape[1]))
    np.add.at(d_E, place, G)
    return d_E
