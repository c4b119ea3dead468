# exercise: losses.masked_cross_entropy
# must read: leave these places out of the sum
def masked_cross_entropy(logits, y, missing=-1):
    log_p = log_softmax(logits).reshape(-1, logits.shape[-1])
    return float(-log_p[np.arange(len(log_p)), y.ravel()].sum() / (y != missing).sum())
