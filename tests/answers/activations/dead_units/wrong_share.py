# exercise: activations.dead_units
# must read: return how many
def dead_units(X, W, b):
    return (X @ W + b <= 0).all(axis=0).mean()
