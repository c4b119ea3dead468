# exercise: time_series.beat
# must read: too many weights, or too free
def beat(x, start):
    rows = np.lib.stride_tricks.sliding_window_view(x, 12)[:-1]
    A = np.column_stack([rows, np.ones(len(rows))])
    w = np.linalg.lstsq(A[: start - 12], x[12:start], rcond=None)[0]
    return A[start - 12 :] @ w
