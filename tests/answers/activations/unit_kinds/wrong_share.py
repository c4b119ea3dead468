# exercise: activations.unit_kinds
# must read: return how many
def unit_kinds(X, W, b):
    on = (X @ W + b > 0).mean(axis=0)
    dead, linear = (on == 0).mean(), (on == 1).mean()
    return dead, linear, 1 - dead - linear
