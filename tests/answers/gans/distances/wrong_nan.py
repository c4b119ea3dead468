# exercise: gans.distances
# must read: an empty place gave nan or inf
def distances(p, q):
    with np.errstate(all="ignore"):
        z = np.log(p / q)
        loss = (p * np.logaddexp(0, -z) + q * np.logaddexp(0, z)).sum()
    return float(loss), float(np.abs(np.cumsum(p - q)).sum())
