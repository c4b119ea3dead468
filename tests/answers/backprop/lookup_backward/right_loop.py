# exercise: backprop.lookup_backward
def lookup_backward(shape, index, G):
    d_E = np.zeros(shape)
    for place in np.ndindex(index.shape):
        d_E[index[place]] += G[place]
    return d_E
