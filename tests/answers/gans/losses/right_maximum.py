# exercise: gans.losses
def losses(real, fake, kind):
    def softplus(z):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))

    made = np.mean(softplus(fake))
    if kind == "minimax":
        return np.mean(softplus(-real)) + made, -made
    if kind == "non-saturating":
        return np.mean(softplus(-real)) + made, np.mean(softplus(-fake))
    return np.mean(fake) - np.mean(real), -np.mean(fake)
