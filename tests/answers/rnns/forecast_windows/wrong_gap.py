# exercise: rnns.forecast_windows
# must read: the answer follows its window at once
def forecast_windows(series, length, horizon, cut):
    scaled = (series - series[:cut].mean()) / series[:cut].std()
    first = np.arange(length, len(series) - horizon + 1)
    X = np.stack([scaled[t - length : t] for t in first])
    y = np.stack([np.append(scaled, 0)[t + 1 : t + 1 + horizon] for t in first])
    train, test = first + horizon <= cut, first >= cut
    return X[train], y[train], X[test], y[test]
