# exercise: losses.adjust_priors
# must read: the net's probabilities contain these shares already
def adjust_priors(logits, before, after):
    z = logits + np.log(after)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
