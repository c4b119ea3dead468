# exercise: activations.as_tanh
def as_tanh(layers):
    # tanh is odd, so every hidden unit may also be taken with the other sign
    new = []
    for i, (W, b) in enumerate(layers):
        if i > 0:
            W, b = -W / 2, b + W.sum(axis=0) / 2
        if i < len(layers) - 1:
            W, b = -W / 2, -b / 2
        new.append((W, b))
    return tuple(new)
