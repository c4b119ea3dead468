# exercise: activations.as_tanh
# must read: that is the way from tanh to sigmoid
def as_tanh(layers):
    new = []
    for i, (W, b) in enumerate(layers):
        if i > 0:
            W, b = 2 * W, b - W.sum(axis=0)
        if i < len(layers) - 1:
            W, b = 2 * W, 2 * b
        new.append((W, b))
    return new
