# exercise: gans.slopes
# must read: you return the slope of minimax where non-saturating was asked
def slopes(fake, kind):
    sigma = np.exp(-np.logaddexp(0, -fake))
    if kind == "wasserstein":
        return -np.ones_like(fake) / len(fake)
    return -sigma / len(fake) if kind == "non-saturating" else -sigma / len(fake)
