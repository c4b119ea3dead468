# exercise: regularization.group_dropout
def group_dropout(a, u, p, training):
    out = a.copy()
    if training:
        for i, c in np.ndindex(u.shape):
            out[i, c] = 0 if u[i, c] < p else a[i, c] / (1 - p)
    return out
