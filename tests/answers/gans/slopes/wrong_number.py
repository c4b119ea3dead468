# exercise: gans.slopes
# must read: one slope for each logit
def slopes(fake, kind):
    sigma = np.exp(-np.logaddexp(0, -fake))
    if kind == "wasserstein":
        return -1 / len(fake)
    return (sigma - 1) / len(fake) if kind == "non-saturating" else -sigma / len(fake)
