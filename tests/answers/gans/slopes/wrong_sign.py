# exercise: gans.slopes
# must read: raising a logit must lower the loss of G
def slopes(fake, kind):
    sigma = np.exp(-np.logaddexp(0, -fake))
    if kind == "wasserstein":
        return -np.ones_like(fake) / len(fake)
    return (sigma - 1) / len(fake) if kind == "non-saturating" else sigma / len(fake)
