# exercise: losses.masked_cross_entropy
# must read: -1 was taken for the last class
def masked_cross_entropy(logits, y, missing=-1):
    log_p = log_softmax(logits).reshape(-1, logits.shape[-1])
    return float(-log_p[np.arange(len(log_p)), y.ravel()].mean())
