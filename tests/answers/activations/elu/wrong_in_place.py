# exercise: activations.elu
# must read: your function changed its argument `z`
def elu(z, alpha=1.0):
    on = z > 0
    slope = np.where(on, 1, alpha * np.exp(np.minimum(z, 0))).astype(z.dtype)
    z[~on] = alpha * np.expm1(z[~on])
    return z, slope
