# exercise: activations.dead_units
def dead_units(X, W, b):
    a = np.maximum(X @ W + b, 0)
    return int(np.sum(a.sum(axis=0) == 0))
