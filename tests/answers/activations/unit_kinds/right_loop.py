# exercise: activations.unit_kinds
def unit_kinds(X, W, b):
    counts = [0, 0, 0]
    for w, c in zip(W.T, b):
        on = [float(np.dot(x, w) + c) > 0 for x in X]
        counts[1 if all(on) else 2 if any(on) else 0] += 1
    return counts
