# exercise: rnns.forecast_windows
def forecast_windows(series, length, horizon, cut):
    past = series[:cut]
    rows = np.lib.stride_tricks.sliding_window_view(series, length + horizon)
    rows = (rows - past.mean()) / past.std()
    ends = np.arange(len(rows)) + length + horizon
    train, test = rows[ends <= cut], rows[ends - horizon >= cut]
    return train[:, :length], train[:, length:], test[:, :length], test[:, length:]
