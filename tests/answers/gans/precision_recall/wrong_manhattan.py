# exercise: gans.precision_recall
# must read: distances are Euclidean
def precision_recall(real, made, k):
    def inside(X, points):
        to_others = np.abs(points[:, None] - points).sum(axis=2)
        radius = np.sort(to_others, axis=1)[:, k]
        return float((np.abs(X[:, None] - points).sum(axis=2) <= radius).any(axis=1).mean())

    return inside(made, real), inside(real, made)
