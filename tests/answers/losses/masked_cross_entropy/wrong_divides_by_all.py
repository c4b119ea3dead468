# exercise: losses.masked_cross_entropy
# must read: divide by the number of labels that are there
def masked_cross_entropy(logits, y, missing=-1):
    log_p = log_softmax(logits)
    picked = np.take_along_axis(log_p, np.maximum(y, 0)[..., None], axis=-1)[..., 0]
    return float(-(picked * (y != missing)).mean())
