# exercise: activations.unit_kinds
def unit_kinds(X, W, b):
    a = np.maximum(X @ W + b, 0)
    dead, linear = a.max(axis=0) == 0, a.min(axis=0) > 0
    return np.count_nonzero(dead), np.count_nonzero(linear), np.count_nonzero(~dead & ~linear)
