# exercise: generative.cheat
# must read: too close together
def cheat(real):
    return real.mean(axis=0) + 0.01 * np.random.default_rng(0).normal(size=(200, 2))
