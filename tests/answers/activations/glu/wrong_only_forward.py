# exercise: activations.glu
# must read: expected 2 results (a, dz)
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    e = np.exp(-np.abs(u))
    return v * np.where(u >= 0, 1, e) / (1 + e)
