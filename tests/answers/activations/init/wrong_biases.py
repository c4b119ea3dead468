# exercise: activations.init
# must read: the biases start at zero
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, generator.standard_normal(outputs)))
    return layers
