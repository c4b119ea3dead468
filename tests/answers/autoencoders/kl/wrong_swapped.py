# exercise: autoencoders.kl
# must read: this is the divergence of the prior from q
def kl(mean, logvar, prior_mean, prior_logvar):
    apart = (np.exp(prior_logvar) + (mean - prior_mean) ** 2) / np.exp(logvar)
    return 0.5 * (logvar - prior_logvar + apart - 1).sum(axis=1)
