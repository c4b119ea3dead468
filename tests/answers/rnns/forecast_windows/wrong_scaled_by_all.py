# exercise: rnns.forecast_windows
# must read: the mean and spread saw the test
def forecast_windows(series, length, horizon, cut):
    scaled = (series - series.mean()) / series.std()
    first = np.arange(length, len(series) - horizon + 1)
    X = np.stack([scaled[t - length : t] for t in first])
    y = np.stack([scaled[t : t + horizon] for t in first])
    train, test = first + horizon <= cut, first >= cut
    return X[train], y[train], X[test], y[test]
