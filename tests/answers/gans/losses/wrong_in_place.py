# exercise: gans.losses
# must read: your function changed its argument `fake`
def losses(real, fake, kind):
    if kind == "hinge":
        loss_D = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        return float(loss_D), float(-fake.mean()), np.full(len(fake), -1 / len(fake))
    fake -= 1
    loss_D = ((real - 1) ** 2).mean() / 2 + ((fake + 1) ** 2).mean() / 2
    return float(loss_D), float((fake**2).mean() / 2), fake / len(fake)
