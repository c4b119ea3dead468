# exercise: gans.slopes
# must read: the loss is a mean over 3 logits
def slopes(fake, kind):
    sigma = np.exp(-np.logaddexp(0, -fake))
    if kind == "wasserstein":
        return -np.ones_like(fake)
    return sigma - 1 if kind == "non-saturating" else -sigma
