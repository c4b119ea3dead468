# exercise: activations.silu_gain
def silu_gain():
    gains = np.linspace(1.4, 1.6, 11)
    left = [np.median([gradient_left(gain, seed) for seed in range(5)]) for gain in gains]
    return gains[np.argmin(np.abs(np.log(left)))]
