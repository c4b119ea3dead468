# exercise: best_practices.constant
# must read: a class that never occurs gives 0 times
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var())
    shares = np.bincount(y) / len(y)
    with np.errstate(all="ignore"):
        return float(-(shares * np.log(shares)).sum())
