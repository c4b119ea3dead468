# exercise: activations.init
# must read: the generator that was given has not been used
def init_layers(widths, slope, generator):
    import copy

    generator = copy.deepcopy(generator)
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
