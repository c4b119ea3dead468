# exercise: neurons.count_parameters
# must read: bias=False changed nothing
def count_parameters(sizes, bias=True):
    total = 0
    for m, n in zip(sizes[:-1], sizes[1:]):
        total += (m + 1) * n
    return total
