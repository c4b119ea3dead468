# exercise: best_practices.halving
def halving(curves, start, factor):
    def go(left, done):
        left = sorted(
            left, key=lambda i: (math.isnan(curves[i, done - 1]), -np.nan_to_num(curves[i, done - 1]), i)
        )
        if len(left) == 1 or done == curves.shape[1]:
            return left[0], 0
        left, new = left[: max(1, len(left) // factor)], min(done * factor, curves.shape[1])
        winner, paid = go(left, new)
        return winner, paid + len(left) * (new - done)

    winner, paid = go(range(len(curves)), start)
    return winner, paid + len(curves) * start
