# exercise: activations.elu
# must read: ELU of six numbers
def elu(z, alpha=1.0):
    low = np.clip(z, -1, 0)
    return np.where(z > 0, z, alpha * np.expm1(low)), np.where(z > 0, 1, alpha * np.exp(low)).astype(z.dtype)
