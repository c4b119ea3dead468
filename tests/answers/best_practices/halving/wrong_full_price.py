# exercise: best_practices.halving
# must read: the price of training everything to the end
def halving(curves, start, factor):
    n, epochs = curves.shape
    left, trained, paid = list(range(n)), start, n * start

    def ranked():
        values = np.where(np.isnan(curves), -np.inf, curves)[:, trained - 1]
        return sorted(left, key=lambda i: (-values[i], i))

    while len(left) > 1 and trained < epochs:
        left = ranked()[: max(len(left) // factor, 1)]
        further = min(trained * factor, epochs)
        paid += len(left) * (further - trained)
        trained = further
    return int(ranked()[0]), int(curves.size)
