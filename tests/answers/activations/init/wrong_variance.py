# exercise: activations.init
# must read: the standard deviation is its square root
def init_layers(widths, generator):
    return [(generator.normal(0, 2 / m, (m, n)), np.zeros(n)) for m, n in zip(widths, widths[1:])]
