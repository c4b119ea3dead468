# exercise: regularization.group_dropout
# must read: the wrong ones were dropped
def group_dropout(a, u, p, training):
    return a * (u < p)[:, :, None] / (1 - p) if training else a
