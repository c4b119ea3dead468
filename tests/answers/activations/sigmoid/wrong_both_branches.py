# exercise: activations.sigmoid
# must read: on the way
def sigmoid(z):
    # right everywhere, but np.where computes both sides for every element
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
