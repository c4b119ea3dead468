# exercise: gans.losses
# must read: take the mean of each batch on its own
def losses(real, fake, kind):
    if kind == "hinge":
        loss_D = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        return float(loss_D), float(-fake.mean()), np.full(len(fake), -1 / len(fake))
    loss_D = np.append((real - 1) ** 2, fake**2).mean() / 2
    return float(loss_D), float(((fake - 1) ** 2).mean() / 2), (fake - 1) / len(fake)
