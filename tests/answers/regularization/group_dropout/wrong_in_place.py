# exercise: regularization.group_dropout
# must read: changed its argument
def group_dropout(a, u, p, training):
    if training:
        a *= (u >= p)[:, :, None] / (1 - p)
    return a
