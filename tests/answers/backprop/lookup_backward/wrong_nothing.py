# exercise: backprop.lookup_backward
# must read: is there a `return`?
def lookup_backward(shape, index, G):
    d_E = np.zeros(shape)
    np.add.at(d_E, index, G)
