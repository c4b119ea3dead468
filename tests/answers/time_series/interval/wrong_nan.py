# exercise: time_series.interval
# must read: nan: errors that are not known
def interval(errors, forecast, percent):
    size = np.sort(np.abs(errors), axis=0)
    k = -(-(len(errors) + 1) * percent // 100)
    width = size[k - 1] if k <= len(errors) else np.full(len(forecast), np.inf)
    return forecast - width, forecast + width
