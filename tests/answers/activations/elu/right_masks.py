# exercise: activations.elu
def elu(z, alpha=1.0):
    a, slope = z.copy(), np.ones_like(z)
    off = z <= 0
    a[off] = alpha * np.expm1(z[off])
    slope[off] = alpha * np.exp(z[off])
    return a, slope
