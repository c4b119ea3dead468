# exercise: activations.as_tanh
# must read: the constant is missing
def as_tanh(layers):
    new = []
    for i, (W, b) in enumerate(layers):
        if i > 0:
            W, b = W / 2, b
        if i < len(layers) - 1:
            W, b = W / 2, b / 2
        new.append((W, b))
    return new
