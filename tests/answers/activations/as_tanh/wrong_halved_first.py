# exercise: activations.as_tanh
# must read: take them from the given W
def as_tanh(layers):
    new = []
    for i, (W, b) in enumerate(layers):
        if i > 0:
            W = W / 2
            b = b + W.sum(axis=0) / 2
        if i < len(layers) - 1:
            W, b = W / 2, b / 2
        new.append((W, b))
    return new
