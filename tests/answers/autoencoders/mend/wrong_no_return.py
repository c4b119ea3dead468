# exercise: autoencoders.mend
# must read: is there a `return`
def mend(X, E, b, D, c, log_s2, noise):
    mean, logvar = (X @ E + b).chunk(2, dim=1)
    z = mean + (logvar / 2).exp() * noise
    error = (X - (z @ D + c)).square().sum(dim=1)
    fit = -error / (2 * log_s2.exp()) - X.shape[1] / 2 * (math.log(2 * math.pi) + log_s2)
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(dim=1)
    loss = -(fit - kl).mean()
