# exercise: activations.init
# must read: your function changed `widths`
def init_layers(widths, slope, generator):
    layers = []
    while len(widths) > 1:
        inputs, outputs = widths.pop(0), widths[0]
        W = np.sqrt(2 / ((1 + slope**2) * inputs)) * generator.standard_normal((inputs, outputs))
        layers.append((W, np.zeros(outputs)))
    return layers
