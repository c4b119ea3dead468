# exercise: regularization.channel_dropout
# must read: what is kept must grow
def channel_dropout(a, u, p, training):
    return a * (u >= p)[:, :, None, None] if training else a
