# exercise: regularization.group_dropout
def group_dropout(a, u, p, training):
    grown = a / (1 - p)
    return np.where(np.expand_dims(u, 2) < p, 0.0, grown) if training else a
