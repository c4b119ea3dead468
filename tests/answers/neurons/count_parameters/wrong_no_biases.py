# exercise: neurons.count_parameters
# must read: these are the weights alone
def count_parameters(sizes, bias=True):
    return sum(m * n for m, n in zip(sizes, sizes[1:]))
