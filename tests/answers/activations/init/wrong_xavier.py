# exercise: activations.init
# must read: this is Xavier's scale
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / (inputs + outputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
