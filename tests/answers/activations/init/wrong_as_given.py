# exercise: activations.init
# must read: draw positive and negative ones
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / outputs) * generator.random((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
