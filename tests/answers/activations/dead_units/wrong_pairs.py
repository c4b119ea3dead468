# exercise: activations.dead_units
# must read: count a unit once
def dead_units(X, W, b):
    return int((X @ W + b <= 0).sum())
