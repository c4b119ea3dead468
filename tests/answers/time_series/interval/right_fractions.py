# exercise: time_series.interval
def interval(errors, forecast, percent):
    from fractions import Fraction
    from math import ceil

    low, high = [], []
    for f, column in zip(forecast, errors.T):
        sizes = sorted(abs(e) for e in column if e == e)
        k = ceil((len(sizes) + 1) * Fraction(percent, 100))
        width = sizes[k - 1] if k <= len(sizes) else float("inf")
        low.append(f - width)
        high.append(f + width)
    return np.array(low), np.array(high)
