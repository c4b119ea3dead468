# exercise: activations.as_tanh
# must read: your function changed its argument `layers`
def as_tanh(layers):
    for i, (W, b) in enumerate(layers):
        if i > 0:
            b += W.sum(axis=0) / 2
            W /= 2
        if i < len(layers) - 1:
            W /= 2
            b /= 2
    return layers
