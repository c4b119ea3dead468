# exercise: activations.relu
# must read: at exactly 0 the slope is 0
def relu(z):
    return np.maximum(0, z), (z >= 0).astype(z.dtype)
