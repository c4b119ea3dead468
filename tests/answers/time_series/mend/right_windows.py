# exercise: time_series.mend
def mend(x, start):
    d = np.diff(x)
    clipped = np.clip(d, *np.quantile(d[: start - 1], [0.05, 0.95]))
    rows = np.lib.stride_tricks.sliding_window_view(clipped, 5)[:-1]  # rows[i] ends before step i + 6
    A = np.column_stack([rows[:, -1], rows.mean(axis=1), np.ones(len(rows))])
    w, *_ = np.linalg.lstsq(A[: start - 6], d[5 : start - 1], rcond=None)
    return x[start - 1 : -1] + A[start - 6 :] @ w
