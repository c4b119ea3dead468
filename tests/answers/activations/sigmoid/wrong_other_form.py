# exercise: activations.sigmoid
# must read: exp overflowed to inf
def sigmoid(z):
    e = np.exp(z)
    return e / (1 + e)
