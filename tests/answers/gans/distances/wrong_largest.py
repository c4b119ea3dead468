# exercise: gans.distances
# must read: add up the loads of all gaps
def distances(p, q):
    least = 0.0
    for share in (p, q):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(least), float(np.abs(np.cumsum(p - q)).max())
