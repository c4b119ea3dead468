# exercise: activations.elu
# must read: a constant drops out
def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0))), np.where(
        z > 0, 1, alpha * np.expm1(np.minimum(z, 0))
    ).astype(z.dtype)
