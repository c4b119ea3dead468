# exercise: losses.adjust_priors
# must read: take the maximum of each row out before the exponential
def adjust_priors(logits, before, after):
    z = logits + np.log(after / before)
    e = np.exp(z - z.min(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
