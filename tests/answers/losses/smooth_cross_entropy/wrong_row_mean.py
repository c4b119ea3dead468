# exercise: losses.smooth_cross_entropy
# must read: take the maximum of each row out before exp
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    shifted = logits - logits.mean(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    target = (1 - smoothing) * np.eye(classes)[y] + smoothing / classes
    return -(target * log_p).sum() / batch, (np.exp(log_p) - target) / batch
