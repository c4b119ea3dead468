# exercise: rnns.forecast_windows
# must read: the values are not standardized
def forecast_windows(series, length, horizon, cut):
    first = np.arange(length, len(series) - horizon + 1)
    X = np.stack([series[t - length : t] for t in first])
    y = np.stack([series[t : t + horizon] for t in first])
    train, test = first + horizon <= cut, first >= cut
    return X[train], y[train], X[test], y[test]
