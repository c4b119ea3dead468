# exercise: losses.smooth_cross_entropy
# must read: the share goes to all classes
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    t = np.full(logits.shape, smoothing / (classes - 1))
    t[np.arange(batch), y] = 1 - smoothing
    return float(-(t * log_p).sum() / batch), (np.exp(log_p) - t) / batch
