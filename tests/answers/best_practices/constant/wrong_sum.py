# exercise: best_practices.constant
# must read: this is the sum over the examples
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-(np.bincount(y)[np.bincount(y) > 0] * np.log(shares)).sum())
