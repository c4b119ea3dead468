# exercise: time_series.interval
# must read: the whole line, not nan
def interval(errors, forecast, percent):
    width = np.full(len(forecast), np.inf)
    for h in range(len(forecast)):
        known = np.sort(np.abs(errors[:, h]))
        k = -(-((~np.isnan(known)).sum() + 1) * percent // 100)
        if k <= len(known):
            width[h] = known[k - 1]
    return forecast - width, forecast + width
