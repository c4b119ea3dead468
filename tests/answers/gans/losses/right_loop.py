# exercise: gans.losses
def losses(real, fake, kind):
    n, m = len(real), len(fake)
    if kind == "least-squares":
        loss_D = sum((r - 1) ** 2 for r in real) / (2 * n) + sum(f * f for f in fake) / (2 * m)
        return [np.array(loss_D), sum((f - 1) ** 2 for f in fake) / (2 * m), [(f - 1) / m for f in fake]]
    loss_D = sum(max(0.0, 1 - r) for r in real) / n + sum(max(0.0, 1 + f) for f in fake) / m
    return [loss_D, -sum(fake) / m, [-1 / m] * m]
