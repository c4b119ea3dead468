# exercise: losses.smooth_cross_entropy
# must read: `smoothing` is not used
def smooth_cross_entropy(logits, y, smoothing):
    batch, classes = logits.shape
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    t = np.eye(classes)[y]
    return float(-(t * log_p).sum() / batch), (np.exp(log_p) - t) / batch
