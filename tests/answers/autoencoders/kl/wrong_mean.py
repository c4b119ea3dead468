# exercise: autoencoders.kl
# must read: a mean over the code where the sum is asked
def kl(mean, logvar, prior_mean, prior_logvar):
    apart = (np.exp(logvar) + (mean - prior_mean) ** 2) / np.exp(prior_logvar)
    return 0.5 * (prior_logvar - logvar + apart - 1).mean(axis=1)
