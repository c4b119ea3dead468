# exercise: activations.unit_kinds
# must read: add b before you look
def unit_kinds(X, W, b):
    on = (X @ W > 0).sum(axis=0)
    dead, linear = (on == 0).sum(), (on == len(X)).sum()
    return dead, linear, W.shape[1] - dead - linear
