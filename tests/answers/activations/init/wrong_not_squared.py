# exercise: activations.init
# must read: the slope comes in squared
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope) * inputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
