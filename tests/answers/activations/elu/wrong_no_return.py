# exercise: activations.elu
# must read: your function returned nothing
def elu(z, alpha=1.0):
    a = np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
    slope = np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0))).astype(z.dtype)
