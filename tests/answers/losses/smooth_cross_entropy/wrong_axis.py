# exercise: losses.smooth_cross_entropy
# must read: softmax over the batch
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    z = logits - logits.max(axis=0)
    log_p = z - np.log(np.exp(z).sum(axis=0))
    t = np.full(logits.shape, smoothing / classes)
    t[np.arange(batch), y] += 1 - smoothing
    return float(-(t * log_p).sum() / batch), (np.exp(log_p) - t) / batch
