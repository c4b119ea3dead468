# exercise: activations.sigmoid
# must read: overflow encountered in exp on the way
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
