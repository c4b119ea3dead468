# exercise: activations.init
# must read: this is Xavier's scale
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        W = generator.standard_normal((inputs, outputs)) * np.sqrt(2 / (inputs + outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
