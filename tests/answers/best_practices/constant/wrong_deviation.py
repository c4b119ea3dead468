# exercise: best_practices.constant
# must read: this is the standard deviation
def constant(y):
    if y.dtype.kind == "f":
        return float(y.std())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
