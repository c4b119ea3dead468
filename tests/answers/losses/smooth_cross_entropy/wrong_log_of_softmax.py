# exercise: losses.smooth_cross_entropy
# must read: never log(softmax)
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    t = np.full(logits.shape, smoothing / classes)
    t[np.arange(batch), y] += 1 - smoothing
    return float(-(t * np.log(p)).sum() / batch), (p - t) / batch
