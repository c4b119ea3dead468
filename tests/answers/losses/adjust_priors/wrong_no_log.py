# exercise: losses.adjust_priors
# must read: add the logarithm of the shares
def adjust_priors(logits, before, after):
    z = logits + after - before
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
