# exercise: time_series.folds
def folds(steps, length, horizon, first, every, keep=None):
    keep = steps if keep is None else keep
    out = []
    for origin in range(first, steps - horizon + 1, every):
        fit = range(max(origin - keep, 0), origin - length - horizon + 1)
        new = range(max(origin - length, 0), min(origin - length + every, steps - length - horizon + 1))
        if new and not fit:
            raise ValueError(origin)
        if new:
            out.append([list(fit), list(new)])
    return tuple(out)
