# exercise: activations.init
# must read: two layers repeat the same numbers
def init_layers(widths, slope, generator):
    seed = int(generator.integers(1000))
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * np.random.default_rng(seed).standard_normal(
            (inputs, outputs)
        )
        layers.append((W, np.zeros(outputs)))
    return layers
