# exercise: autoencoders.kl
def kl(mean, logvar, prior_mean, prior_logvar):
    found = []
    for m, v in zip(mean, logvar, strict=True):
        ratio = np.exp(v - prior_logvar)
        far = (m - prior_mean) ** 2 * np.exp(-prior_logvar)
        found.append((np.sum(ratio + far - np.log(ratio)) - len(m)) / 2)
    return np.array(found)
