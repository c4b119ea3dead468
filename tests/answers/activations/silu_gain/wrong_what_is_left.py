# exercise: activations.silu_gain
# must read: it fades: a larger gain
def silu_gain():
    return np.median([gradient_left(1.5, seed) for seed in range(10)])
