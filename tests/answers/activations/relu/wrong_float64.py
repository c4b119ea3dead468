# exercise: activations.relu
# must read: float32 in, float32 out
def relu(z):
    return np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)
