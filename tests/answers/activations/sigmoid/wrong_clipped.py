# exercise: activations.sigmoid
# must read: you cut z off
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))
