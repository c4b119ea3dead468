# exercise: rnns.forecast_windows
# must read: the last test window is missing
def forecast_windows(series, length, horizon, cut):
    scaled = (series - series[:cut].mean()) / series[:cut].std()
    first = np.arange(length, len(series) - horizon)
    X = np.stack([scaled[t - length : t] for t in first])
    y = np.stack([scaled[t : t + horizon] for t in first])
    train, test = first + horizon <= cut, first >= cut
    return X[train], y[train], X[test], y[test]
