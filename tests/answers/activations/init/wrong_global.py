# exercise: activations.init
# must read: draw only from the generator given
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * np.random.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
