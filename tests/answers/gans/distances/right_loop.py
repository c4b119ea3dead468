# exercise: gans.distances
def distances(p, q):
    loss = work = load = 0.0
    for a, b in zip(p, q, strict=True):
        loss += a * np.log1p(b / a) if a > 0 else 0.0
        loss += b * np.log1p(a / b) if b > 0 else 0.0
        load += a - b
        work += abs(load)
    return loss, work
