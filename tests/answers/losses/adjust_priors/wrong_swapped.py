# exercise: losses.adjust_priors
# must read: the wrong way round
def adjust_priors(logits, before, after):
    z = logits + np.log(before) - np.log(after)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
