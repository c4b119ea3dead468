# exercise: time_series.interval
def interval(errors, forecast, percent):
    size = np.sort(np.abs(errors), axis=0)  # nan last
    n = (~np.isnan(errors)).sum(axis=0)
    k = ((n + 1) * percent + 99) // 100
    width = [size[j - 1, h] if j <= m else np.inf for h, (j, m) in enumerate(zip(k, n))]
    return [f - w for f, w in zip(forecast, width)], [f + w for f, w in zip(forecast, width)]
