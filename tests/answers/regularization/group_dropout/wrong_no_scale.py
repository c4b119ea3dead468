# exercise: regularization.group_dropout
# must read: what is kept must grow
def group_dropout(a, u, p, training):
    return a * (u >= p)[:, :, None] if training else a
