# exercise: activations.relu
# must read: use np.maximum, not np.max
def relu(z):
    return max(0, np.max(z)), (z > 0).astype(z.dtype)
