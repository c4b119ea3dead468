# exercise: best_practices.constant
# must read: the surest answer is not the best
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(-np.log(shares.max()))
