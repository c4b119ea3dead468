# exercise: activations.softmax
# must read: a row 2000 below the others became 0/0
def softmax(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum(axis=axis, keepdims=True)
