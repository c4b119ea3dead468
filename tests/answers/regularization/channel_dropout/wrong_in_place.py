# exercise: regularization.channel_dropout
# must read: changed its argument
def channel_dropout(a, u, p, training):
    if training:
        a *= (u >= p)[:, :, None, None] / (1 - p)
    return a
