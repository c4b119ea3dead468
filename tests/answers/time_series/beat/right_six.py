# exercise: time_series.beat
def beat(x, start):
    d = np.diff(x)
    rows = np.lib.stride_tricks.sliding_window_view(d, 6)[:-1]
    w = np.linalg.lstsq(rows[: start - 7], d[6 : start - 1], rcond=None)[0]
    return x[start - 1 : -1] + rows[start - 7 :] @ w
