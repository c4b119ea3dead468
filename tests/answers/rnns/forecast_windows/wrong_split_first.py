# exercise: rnns.forecast_windows
# must read: test windows may reach back for their inputs
def forecast_windows(series, length, horizon, cut):
    scaled = (series - series[:cut].mean()) / series[:cut].std()

    def windows(part):
        first = range(length, len(part) - horizon + 1)
        X = [part[t - length : t] for t in first]
        return np.array(X).reshape(-1, length), np.array([part[t : t + horizon] for t in first])

    return *windows(scaled[:cut]), *windows(scaled[cut:])
