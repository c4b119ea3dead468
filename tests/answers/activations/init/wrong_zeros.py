# exercise: activations.init
# must read: all weights are equal
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.zeros((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
