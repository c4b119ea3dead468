# exercise: regularization.channel_dropout
# must read: you divided by p
def channel_dropout(a, u, p, training):
    return a * (u >= p)[:, :, None, None] / p if training else a
