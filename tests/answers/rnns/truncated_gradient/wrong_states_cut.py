# exercise: rnns.truncated_gradient
# must read: the states were cut off, too
def truncated_gradient(x, y, w, k):
    h, slope = 0.0, 0.0
    for value in x[-k:]:
        h, slope = w * h + value, h + w * slope
    return float((h - y) * slope)
