# exercise: gans.precision_recall
# must read: takes one neighbor too many
def precision_recall(real, made, k):
    def inside(X, points):
        to_others = np.linalg.norm(points[:, None] - points, axis=2)
        radius = np.sort(to_others, axis=1)[:, min(k + 1, len(points) - 1)]
        return float((np.linalg.norm(X[:, None] - points, axis=2) <= radius).any(axis=1).mean())

    return inside(made, real), inside(real, made)
