# exercise: activations.init
# must read: not 0: draw positive and negative ones
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        W = np.sqrt(2 / outputs) * generator.random((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
