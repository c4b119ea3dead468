# exercise: activations.relu
def relu(z):
    on = np.where(z > 0, np.ones_like(z), np.zeros_like(z))
    return z * on, on
