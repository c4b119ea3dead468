# exercise: losses.adjust_priors
# must read: take the maximum after that
def adjust_priors(logits, before, after):
    e = np.exp(logits - logits.max(axis=1, keepdims=True)) * after / before
    return e / e.sum(axis=1, keepdims=True)
