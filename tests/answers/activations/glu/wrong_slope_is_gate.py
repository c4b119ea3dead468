# exercise: activations.glu
# must read: the slope of the sigmoid is gate * (1 - gate)
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    e = np.exp(-np.abs(u))
    gate = np.where(u >= 0, 1, e) / (1 + e)
    slope = gate * (1 - gate)
    dv, du = g * gate, g * v * gate
    return v * gate, np.concatenate([dv, du], axis=-1)
