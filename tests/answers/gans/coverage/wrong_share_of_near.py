# exercise: gans.coverage
# must read: the fair share is that of all made points
def coverage(X, centers, radius):
    away = np.linalg.norm(X[:, None] - centers, axis=2)
    near = away.min(axis=1) <= radius
    count = np.bincount(away.argmin(axis=1)[near], minlength=len(centers))
    return int((count >= near.sum() / len(centers) / 4).sum()), float(near.mean())
