# exercise: activations.init
# must read: your function returned nothing
def init_layers(widths, slope, generator):
    layers = []
    for inputs, outputs in pairwise(widths):
        layers.append(
            (
                np.sqrt(2 / ((1 + slope**2) * inputs)) * generator.standard_normal((inputs, outputs)),
                np.zeros(outputs),
            )
        )
