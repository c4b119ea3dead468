# exercise: best_practices.constant
# must read: log K is the loss of equally likely
def constant(y):
    if y.dtype.kind == "f":
        return float(y.var())
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    return float(np.log(len(shares)))
