# exercise: losses.adjust_priors
# must read: `after` is not used
def adjust_priors(logits, before, after):
    z = logits - np.log(before)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
