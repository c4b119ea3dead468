# exercise: neurons.count_parameters
def count_parameters(sizes, bias=True):
    total = 0
    for i in range(1, len(sizes)):
        total += np.prod([sizes[i - 1] + bool(bias), sizes[i]])
    return total
