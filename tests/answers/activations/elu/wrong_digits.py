# exercise: activations.elu
# must read: exp(z) - 1 loses digits near 0
def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1)), np.where(
        z > 0, 1, alpha * np.exp(np.minimum(z, 0))
    ).astype(z.dtype)
