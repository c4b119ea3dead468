# exercise: autoencoders.kl
# must read: the factor ½ is missing
def kl(mean, logvar, prior_mean, prior_logvar):
    apart = (np.exp(logvar) + (mean - prior_mean) ** 2) / np.exp(prior_logvar)
    return (prior_logvar - logvar + apart - 1).sum(axis=1)
