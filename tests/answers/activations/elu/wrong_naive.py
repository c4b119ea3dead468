# exercise: activations.elu
# must read: never hand a positive number to exp
def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(z) - 1)), np.where(z > 0, 1, alpha * np.exp(z)).astype(z.dtype)
