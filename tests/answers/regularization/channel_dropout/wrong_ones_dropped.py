# exercise: regularization.channel_dropout
# must read: the wrong ones were dropped
def channel_dropout(a, u, p, training):
    return a * (u < p)[:, :, None, None] / (1 - p) if training else a
