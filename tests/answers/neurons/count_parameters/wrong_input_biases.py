# exercise: neurons.count_parameters
# must read: the inputs compute nothing, so they have no biases
def count_parameters(sizes, bias=True):
    total = sum(m * n for m, n in zip(sizes, sizes[1:]))
    return total + sum(sizes) if bias else total
