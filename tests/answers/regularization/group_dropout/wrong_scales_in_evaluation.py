# exercise: regularization.group_dropout
# must read: in evaluation nothing is scaled
def group_dropout(a, u, p, training):
    if not training:
        return a * (1 - p)
    return a * (u >= p)[:, :, None] / (1 - p)
