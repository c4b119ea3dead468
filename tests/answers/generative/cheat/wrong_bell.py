# exercise: generative.cheat
# must read: within the reach
def cheat(real):
    draw = np.random.default_rng(0)
    return draw.multivariate_normal(real.mean(axis=0), np.cov(real.T), size=300)
