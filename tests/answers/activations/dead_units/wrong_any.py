# exercise: activations.dead_units
# must read: it must be off for *every* row
def dead_units(X, W, b):
    return int((X @ W + b <= 0).any(axis=0).sum())
