# exercise: rnns.forecast_windows
# must read: a training answer reaches beyond the cut
def forecast_windows(series, length, horizon, cut):
    scaled = (series - series[:cut].mean()) / series[:cut].std()
    first = np.arange(length, len(series) - horizon + 1)
    X = np.stack([scaled[t - length : t] for t in first])
    y = np.stack([scaled[t : t + horizon] for t in first])
    return X[first < cut], y[first < cut], X[first >= cut], y[first >= cut]
