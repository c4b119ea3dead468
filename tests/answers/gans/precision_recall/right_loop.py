# exercise: gans.precision_recall
def precision_recall(real, made, k):
    def share(X, points):
        hits = 0
        for x in X:
            for i, p in enumerate(points):
                others = sorted(np.sqrt(((p - o) ** 2).sum()) for j, o in enumerate(points) if j != i)
                if np.sqrt(((x - p) ** 2).sum()) <= others[k - 1]:
                    hits += 1
                    break
        return hits / len(X)

    return share(made, real), share(real, made)
