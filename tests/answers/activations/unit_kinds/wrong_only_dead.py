# exercise: activations.unit_kinds
# must read: return three numbers
def unit_kinds(X, W, b):
    return int((X @ W + b <= 0).all(axis=0).sum())
