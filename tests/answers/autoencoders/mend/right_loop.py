# exercise: autoencoders.mend
def mend(X, E, b, D, c, log_s2, noise):
    code, total = noise.shape[1], 0.0
    for x, eps in zip(X, noise, strict=True):
        both = x @ E + b
        mean, sd = both[:code], torch.exp(both[code:] / 2)
        off = x - (mean + sd * eps) @ D - c
        density = off**2 / log_s2.exp() + log_s2 + math.log(2 * math.pi)
        total = total + density.sum() / 2 + (mean**2 + sd**2 - 1 - 2 * sd.log()).sum() / 2
    return total / len(X)
