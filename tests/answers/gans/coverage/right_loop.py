# exercise: gans.coverage
def coverage(X, centers, radius):
    count = [0] * len(centers)
    for x in X:
        away = [np.sqrt(((x - c) ** 2).sum()) for c in centers]
        best = int(np.argmin(away))
        if away[best] <= radius:
            count[best] += 1
    needed = len(X) / (4 * len(centers))
    return sum(n >= needed for n in count), sum(count) / len(X)
