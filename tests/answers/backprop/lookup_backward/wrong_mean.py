# exercise: backprop.lookup_backward
# must read: added, not averaged
def lookup_backward(shape, index, G):
    d_E, count = np.zeros(shape), np.zeros(shape[0])
    np.add.at(d_E, index, G)
    np.add.at(count, index, 1)
    return d_E / np.maximum(count, 1)[:, None]
