# exercise: gans.distances
# must read: forgets how far it has to go
def distances(p, q):
    least = 0.0
    for share in (p, q):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(least), float(np.abs(p - q).sum())
