# exercise: activations.init
# must read: then all units stay equal for ever
def init_layers(widths, generator):
    return [(np.zeros((m, n)), np.zeros(n)) for m, n in zip(widths, widths[1:])]
