# exercise: activations.glu
# must read: give exp only numbers below 0
def glu(z, g):
    v, u = np.split(z, 2, axis=-1)
    gate = 1 / (1 + np.exp(-u))
    return v * gate, np.concatenate([g * gate, g * v * gate * (1 - gate)], axis=-1)
