# exercise: time_series.interval
# must read: errors of the same size count each
def interval(errors, forecast, percent):
    width = np.full(len(forecast), np.inf)
    for h in range(len(forecast)):
        known = np.unique(np.abs(errors[~np.isnan(errors[:, h]), h]))
        k = -(-(len(known) + 1) * percent // 100)
        if k <= len(known):
            width[h] = known[k - 1]
    return forecast - width, forecast + width
