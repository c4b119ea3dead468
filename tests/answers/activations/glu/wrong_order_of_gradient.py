# exercise: activations.glu
# must read: the halves of dz are swapped
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    e = np.exp(-np.abs(u))
    gate = np.where(u >= 0, 1, e) / (1 + e)
    slope = gate * (1 - gate)
    dv, du = g * gate, g * v * slope
    return v * gate, np.concatenate([du, dv], axis=-1)
