# exercise: regularization.group_dropout
# must read: you divided by p
def group_dropout(a, u, p, training):
    return a * (u >= p)[:, :, None] / p if training else a
