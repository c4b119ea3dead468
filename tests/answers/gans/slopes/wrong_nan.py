# exercise: gans.slopes
# must read: nan at logits of 1000
def slopes(fake, kind):
    if kind == "wasserstein":
        return np.full(len(fake), -1 / len(fake))
    sigma = np.exp(fake) / (1 + np.exp(fake))
    return (sigma - (kind == "non-saturating")) / len(fake) if kind != "minimax" else -sigma / len(fake)
