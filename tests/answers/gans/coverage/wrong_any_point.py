# exercise: gans.coverage
# must read: one lost point is not a clump held
def coverage(X, centers, radius):
    away = np.linalg.norm(X[:, None] - centers, axis=2)
    near = away.min(axis=1) <= radius
    count = np.bincount(away.argmin(axis=1)[near], minlength=len(centers))
    return int((count > 0).sum()), float(near.mean())
