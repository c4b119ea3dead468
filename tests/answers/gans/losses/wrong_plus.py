# exercise: gans.losses
# must read: what D loses G wins
def losses(real, fake, kind):
    if kind == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    loss_D = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
    loss_G = np.logaddexp(0, -fake).mean() if kind == "non-saturating" else np.logaddexp(0, fake).mean()
    return float(loss_D), float(loss_G)
