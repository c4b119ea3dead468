# exercise: regularization.group_dropout
# must read: returned nothing
def group_dropout(a, u, p, training):
    print(a * (u >= p)[:, :, None] / (1 - p) if training else a)
