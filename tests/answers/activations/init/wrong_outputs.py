# exercise: activations.init
# must read: scaled by the number of outputs
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        W = np.sqrt(2 / outputs) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
