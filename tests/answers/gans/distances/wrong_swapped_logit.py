# exercise: gans.distances
# must read: the sign of the logit is the wrong way round
def distances(p, q):
    with np.errstate(all="ignore"):
        loss = (p * np.log1p(p / q) + q * np.log1p(q / p)).sum()
    return float(loss), float(np.abs(np.cumsum(p - q)).sum())
