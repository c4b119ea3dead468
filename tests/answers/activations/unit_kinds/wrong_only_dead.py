# exercise: activations.unit_kinds
# must read: expected 3 results (dead, linear, bending)
def unit_kinds(X, W, b):
    return int((X @ W + b <= 0).all(axis=0).sum())
