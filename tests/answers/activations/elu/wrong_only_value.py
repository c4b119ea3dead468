# exercise: activations.elu
# must read: expected 2 results (a, slope)
def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
