# exercise: losses.adjust_priors
# must read: sum over the classes, axis=1
def adjust_priors(logits, before, after):
    z = logits + np.log(after / before)
    e = np.exp(z - z.max())
    return e / e.sum(axis=0)
