# exercise: losses.adjust_priors
# must read: divide each by its sum at the end
def adjust_priors(logits, before, after):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) * after / before
