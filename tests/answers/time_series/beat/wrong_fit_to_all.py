# exercise: time_series.beat
# must read: a leak
def beat(x, start):
    length, ridge = 12, 100
    d = np.diff(x)
    rows = np.lib.stride_tricks.sliding_window_view(d, length)[:-1]
    known = start - 1 - length
    A, y = rows, d[length:]
    weights = np.linalg.solve(A.T @ A + ridge * y.var() * np.eye(length), A.T @ y)
    return x[start - 1 : -1] + rows[known:] @ weights
