# exercise: activations.elu
def elu(z, alpha=1.0):
    a = np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))
    return a, np.where(z > 0, np.ones_like(z), (a + alpha).astype(z.dtype))
