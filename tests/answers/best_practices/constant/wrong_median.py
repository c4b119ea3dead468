# exercise: best_practices.constant
# must read: the median makes the mean absolute error smallest
def constant(y):
    if y.dtype.kind == "f":
        return float(((y - np.median(y)) ** 2).mean())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
