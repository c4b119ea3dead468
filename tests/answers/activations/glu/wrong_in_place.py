# exercise: activations.glu
# must read: your function changed its argument `z`
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    e = np.exp(-np.abs(u))
    gate = np.where(u >= 0, 1, e) / (1 + e)
    dz = np.concatenate([g * gate, g * v * gate * (1 - gate)], axis=-1)
    v *= gate
    return v, dz
