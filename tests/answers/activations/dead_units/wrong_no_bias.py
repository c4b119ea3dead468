# exercise: activations.dead_units
# must read: add b before you look
def dead_units(X, W, b):
    return int((X @ W <= 0).all(axis=0).sum())
