# exercise: activations.init
# must read: right for tanh
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        W = generator.standard_normal((inputs, outputs)) / np.sqrt(inputs)
        layers.append((W, np.zeros(outputs)))
    return layers
