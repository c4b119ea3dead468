# exercise: activations.glu
# must read: not every other one
def glu(z, g):
    v, u = z[..., ::2], z[..., 1::2]
    e = np.exp(-np.abs(u))
    gate = np.where(u >= 0, 1, e) / (1 + e)
    slope = gate * (1 - gate)
    dv, du = g * gate, g * v * slope
    return v * gate, np.concatenate([dv, du], axis=-1)
