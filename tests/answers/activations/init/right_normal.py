# exercise: activations.init
def init_layers(widths, generator):
    return [
        (generator.normal(0, (2 / m) ** 0.5, size=(m, n)), np.zeros(n))
        for m, n in zip(widths[:-1], widths[1:])
    ]
