# exercise: gans.distances
# must read: this is the Jensen-Shannon divergence
def distances(p, q):
    least = 0.0
    for share in (p, q):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(np.log(2) - least / 2), float(np.abs(np.cumsum(p - q)).sum())
