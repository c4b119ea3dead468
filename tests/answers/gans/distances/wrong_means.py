# exercise: gans.distances
# must read: this is the distance of the two means
def distances(p, q):
    least = 0.0
    for share in (p, q):
        held = share > 0
        least += (share[held] * np.log((p + q)[held] / share[held])).sum()
    return float(least), float(abs(np.arange(len(p)) @ (p - q)))
