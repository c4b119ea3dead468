# exercise: activations.sigmoid
# must read: loses the tail
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))
