# exercise: neurons.count_parameters
# must read: count every pair of neighboring layers
def count_parameters(sizes, bias=True):
    first, hidden, last = sizes[0], sizes[1], sizes[-1]
    return first * hidden + hidden * last + (hidden + last if bias else 0)
