# exercise: activations.as_tanh
def as_tanh(layers):
    def rest(left, first):
        (W, b), after = left[0], left[1:]
        if not first:
            W, b = 0.5 * W, b + 0.5 * np.ones(len(W)) @ W
        return [[0.5 * W, 0.5 * b], *rest(after, False)] if after else [[W, b]]

    return rest(layers, True)
