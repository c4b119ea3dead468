# exercise: autoencoders.kl
# must read: not of the standard deviation
def kl(mean, logvar, prior_mean, prior_logvar):
    logvar, prior_logvar = 2 * logvar, 2 * prior_logvar
    apart = (np.exp(logvar) + (mean - prior_mean) ** 2) / np.exp(prior_logvar)
    return 0.5 * (prior_logvar - logvar + apart - 1).sum(axis=1)
