# exercise: gans.distances
# must read: only the real points were counted
def distances(p, q):
    least = 0.0
    for share in (p,):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(least), float(np.abs(np.cumsum(p - q)).sum())
