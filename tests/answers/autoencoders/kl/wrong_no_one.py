# exercise: autoencoders.kl
# must read: the - 1 of each coordinate
def kl(mean, logvar, prior_mean, prior_logvar):
    apart = (np.exp(logvar) + (mean - prior_mean) ** 2) / np.exp(prior_logvar)
    return 0.5 * (prior_logvar - logvar + apart).sum(axis=1)
