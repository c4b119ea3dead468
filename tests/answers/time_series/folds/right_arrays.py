# exercise: time_series.folds
def folds(steps, length, horizon, first, every, keep=None):
    last = steps - length - horizon
    found = []
    origin = first
    while origin <= last + length:
        begin = 0 if keep is None else max(0, origin - keep)
        fitted = np.arange(begin, origin - length - horizon + 1)
        ahead = np.arange(max(0, origin - length), min(origin + every - length, last + 1))
        if len(ahead) and not len(fitted):
            raise ValueError("nothing to fit")
        if len(ahead):
            found.append((fitted, ahead))
        origin += every
    return found
