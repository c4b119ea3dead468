# exercise: neurons.count_parameters
def count_parameters(sizes, bias=True):
    if len(sizes) < 2:
        return 0
    m, n, *_ = sizes
    return (m + int(bias)) * n + count_parameters(sizes[1:], bias)
