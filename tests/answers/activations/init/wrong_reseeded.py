# exercise: activations.init
# must read: two layers repeat the same numbers
def init_layers(widths, generator):
    layers = []
    for m, n in zip(widths, widths[1:]):
        W = np.random.default_rng(0).standard_normal((m, n)) * np.sqrt(2 / m)
        layers.append((W, np.zeros(n)))
    return layers
