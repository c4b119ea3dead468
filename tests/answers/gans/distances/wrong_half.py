# exercise: gans.distances
# must read: this is half of the loss
def distances(p, q):
    least = 0.0
    for share in (p, q):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(least / 2), float(np.abs(np.cumsum(p - q)).sum())
