# exercise: activations.glu
# must read: do not cut u off
def glu(z, g):
    v, u = np.split(np.clip(z, -30, 30), 2, axis=-1)
    gate = 1 / (1 + np.exp(-u))
    return v * gate, np.concatenate([g * gate, g * v * gate * (1 - gate)], axis=-1)
