# exercise: gans.precision_recall
# must read: it need not be that of the nearest point
def precision_recall(real, made, k):
    def inside(X, points):
        radius = np.sort(np.linalg.norm(points[:, None] - points, axis=2), axis=1)[:, k]
        apart = np.linalg.norm(X[:, None] - points, axis=2)
        return float((apart.min(axis=1) <= radius[apart.argmin(axis=1)]).mean())

    return inside(made, real), inside(real, made)
