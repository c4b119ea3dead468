# exercise: time_series.beat
# must read: what does the forecast not know
def beat(x, start):
    length, ridge = 3, 1
    d = np.diff(x)
    rows = np.lib.stride_tricks.sliding_window_view(d, length)[:-1]
    known = start - 1 - length
    A, y = rows[:known], d[length:][:known]
    weights = np.linalg.solve(A.T @ A + ridge * y.var() * np.eye(length), A.T @ y)
    return x[start - 1 : -1] + rows[known:] @ weights
