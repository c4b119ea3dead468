# exercise: activations.init
# must read: scaled by the number of outputs
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * outputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
