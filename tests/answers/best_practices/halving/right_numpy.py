# exercise: best_practices.halving
def halving(curves, start, factor):
    safe = np.nan_to_num(curves, nan=-1e9)
    left, done, paid = np.arange(len(curves)), start, len(curves) * start
    while left.size > 1 and done < curves.shape[1]:
        order = np.lexsort((left, -safe[left, done - 1]))
        left = left[order[: max(1, left.size // factor)]]
        new = min(done * factor, curves.shape[1])
        paid, done = paid + left.size * (new - done), new
    return int(left[np.lexsort((left, -safe[left, done - 1]))[0]]), paid
