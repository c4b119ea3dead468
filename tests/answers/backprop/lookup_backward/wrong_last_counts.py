# exercise: backprop.lookup_backward
# must read: only the last one counts
def lookup_backward(shape, index, G):
    d_E = np.zeros(shape)
    d_E[index] += G
    return d_E
