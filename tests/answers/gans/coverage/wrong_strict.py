# exercise: gans.coverage
# must read: exactly a quarter of the fair share is enough
def coverage(X, centers, radius):
    away = np.linalg.norm(X[:, None] - centers, axis=2)
    near = away.min(axis=1) <= radius
    count = np.bincount(away.argmin(axis=1)[near], minlength=len(centers))
    return int((count > len(X) / len(centers) / 4).sum()), float(near.mean())
