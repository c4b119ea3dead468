# exercise: time_series.beat
# must read: a leak
def beat(x, start):
    z = np.convolve(np.pad(x, 1, "edge"), np.ones(3) / 3, "valid")
    rows = np.lib.stride_tricks.sliding_window_view(np.diff(z), 6)[:-1]
    y = (x[1:] - z[:-1])[6:]
    w = np.linalg.lstsq(rows[: start - 7], y[: start - 7], rcond=None)[0]
    return z[start - 1 : -1] + rows[start - 7 :] @ w
