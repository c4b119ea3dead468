# exercise: best_practices.constant
# must read: not that of base 2
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())
