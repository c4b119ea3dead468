# exercise: losses.masked_cross_entropy
# must read: only `missing` marks a place without a label
def masked_cross_entropy(logits, y, missing=-1):
    there = y >= 0
    log_p = log_softmax(logits[there])
    return float(-log_p[np.arange(len(log_p)), y[there]].sum() / max(len(log_p), 1))
