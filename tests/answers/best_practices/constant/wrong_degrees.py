# exercise: best_practices.constant
# must read: divide by n, not by n - 1
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var(ddof=1))
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
