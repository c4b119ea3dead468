# exercise: activations.unit_kinds
# must read: count each unit once
def unit_kinds(X, W, b):
    z = X @ W + b
    return (z <= 0).sum(), (z > 0).sum(), 0
