# exercise: activations.init
# must read: not 0.115
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        W = np.sqrt(2 / inputs) * (generator.random((inputs, outputs)) - 0.5)
        layers.append((W, np.zeros(outputs)))
    return layers
