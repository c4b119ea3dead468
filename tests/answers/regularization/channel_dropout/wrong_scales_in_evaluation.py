# exercise: regularization.channel_dropout
# must read: in evaluation nothing is scaled
def channel_dropout(a, u, p, training):
    if not training:
        return a * (1 - p)
    return a * (u >= p)[:, :, None, None] / (1 - p)
