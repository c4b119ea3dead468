# exercise: activations.unit_kinds
# must read: you looked at rows
def unit_kinds(X, W, b):
    on = (X @ W + b > 0).sum(axis=1)
    dead, linear = int((on == 0).sum()), int((on == W.shape[1]).sum())
    return dead, linear, W.shape[1] - dead - linear
