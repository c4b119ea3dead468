# exercise: losses.smooth_cross_entropy
# must read: it gets both
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    target = np.where(np.eye(classes)[y] == 1, 1 - smoothing, smoothing / classes)
    return -(target * log_p).sum() / batch, (np.exp(log_p) - target) / batch
