# exercise: activations.as_tanh
# must read: outputs of the sigmoid net and of your tanh net
def as_tanh(layers):
    new = []
    for i, (W, b) in enumerate(layers):
        if i > 0:
            W, b = W / 2, b + W.sum(axis=0) / 2
        if True:
            W, b = W / 2, b / 2
        new.append((W, b))
    return new
