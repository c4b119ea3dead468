# exercise: activations.unit_kinds
# must read: the order is dead, linear, bending
def unit_kinds(X, W, b):
    on = (X @ W + b > 0).sum(axis=0)
    dead, linear = (on == 0).sum(), (on == len(X)).sum()
    return dead, W.shape[1] - dead - linear, linear
