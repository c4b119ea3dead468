# exercise: activations.init
# must read: some units have the same weights
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * np.repeat(
            generator.standard_normal((inputs, outputs // 2)), 2, axis=1
        )
        layers.append((W, np.zeros(outputs)))
    return layers
