# exercise: losses.masked_cross_entropy
# must read: return 0.0 in that case
def masked_cross_entropy(logits, y, missing=-1):
    there = y != missing
    log_p = log_softmax(logits[there])
    return float(-log_p[np.arange(len(log_p)), y[there]].sum() / there.sum())
