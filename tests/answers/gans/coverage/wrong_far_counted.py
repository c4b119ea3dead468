# exercise: gans.coverage
# must read: points that are too far from every center were counted
def coverage(X, centers, radius):
    away = np.linalg.norm(X[:, None] - centers, axis=2)
    near = away.min(axis=1) <= radius
    count = np.bincount(away.argmin(axis=1), minlength=len(centers))
    return int((count >= len(X) / len(centers) / 4).sum()), float(near.mean())
