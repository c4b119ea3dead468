# exercise: activations.softmax
# must read: the whole batch sums to one
def softmax(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum()
