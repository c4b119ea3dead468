# exercise: autoencoders.kl
# must read: the prior is not the standard normal one
def kl(mean, logvar, prior_mean, prior_logvar):
    prior_mean, prior_logvar = 0, 0
    apart = (np.exp(logvar) + (mean - prior_mean) ** 2) / np.exp(prior_logvar)
    return 0.5 * (prior_logvar - logvar + apart - 1).sum(axis=1)
