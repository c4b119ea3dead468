# exercise: gans.losses
# must read: overflow at logits of 1000
def losses(real, fake, kind):
    if kind == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    real, fake = 1 / (1 + np.exp(-real)), 1 / (1 + np.exp(-fake))
    loss_D = -np.log(real).mean() - np.log(1 - fake).mean()
    return loss_D, -np.log(fake).mean() if kind == "non-saturating" else np.log(1 - fake).mean()
