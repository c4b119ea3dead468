# exercise: neurons.count_parameters
# must read: your function changed its argument `sizes`
def count_parameters(sizes, bias=True):
    total, m = 0, sizes.pop(0)
    while sizes:
        n = sizes.pop(0)
        total += m * n + bias * n
        m = n
    return total
