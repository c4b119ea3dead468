# exercise: activations.init
def init_layers(widths, generator):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        k = np.sqrt(6 / inputs)  # a uniform law on (-k, k) has variance k ** 2 / 3
        layers.append((generator.uniform(-k, k, (inputs, outputs)), np.zeros(outputs)))
    return layers
