# exercise: activations.as_tanh
# must read: the last layer is made for sigmoid outputs
def as_tanh(layers):
    new = []
    for i, (W, b) in enumerate(layers):
        if 0 < i < len(layers) - 1:
            W, b = W / 2, b + W.sum(axis=0) / 2
        if i < len(layers) - 1:
            W, b = W / 2, b / 2
        new.append((W, b))
    return new
