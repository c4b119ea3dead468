# exercise: activations.dead_units
def dead_units(X, W, b):
    dead = 0
    for j in range(W.shape[1]):
        z = X @ W[:, j] + b[j]
        if max(z) <= 0:
            dead += 1
    return dead
