# exercise: activations.relu
# must read: below zero ReLU gives 0
def relu(z):
    return np.abs(z), (z > 0).astype(z.dtype)
