# exercise: activations.dead_units
# must read: count the others
def dead_units(X, W, b):
    return int((X @ W + b > 0).any(axis=0).sum())
