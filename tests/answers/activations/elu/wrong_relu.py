# exercise: activations.elu
# must read: this is ReLU
def elu(z, alpha=1.0):
    return np.maximum(z, 0), (z > 0).astype(z.dtype)
