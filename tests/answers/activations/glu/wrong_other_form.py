# exercise: activations.glu
# must read: gates of -1000 and 1000
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    gate = np.exp(u) / (1 + np.exp(u))
    return v * gate, np.concatenate([g * gate, g * v * gate * (1 - gate)], axis=-1)
