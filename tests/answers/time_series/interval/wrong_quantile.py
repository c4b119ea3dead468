# exercise: time_series.interval
# must read: an ordinary quantile is too narrow
def interval(errors, forecast, percent):
    width = np.nanquantile(np.abs(errors), percent / 100, axis=0)
    return forecast - width, forecast + width
