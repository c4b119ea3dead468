# exercise: activations.dead_units
# must read: a unit is a column
def dead_units(X, W, b):
    return int((X @ W + b <= 0).all(axis=1).sum())
