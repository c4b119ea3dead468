# exercise: activations.unit_kinds
# must read: compare with <= 0
def unit_kinds(X, W, b):
    z = X @ W + b
    dead, linear = (z < 0).all(axis=0).sum(), (z > 0).all(axis=0).sum()
    return dead, linear, W.shape[1] - dead - linear
