# exercise: time_series.beat
def beat(x, start):
    d = np.diff(x)
    w, P, out = np.zeros(8), np.eye(8), []  # recursive least squares: it goes on learning
    for t in range(8, len(d)):
        seen = d[t - 8 : t]
        if t >= start - 1:
            out.append(x[t] + seen @ w)
        gain = P @ seen / (1 + seen @ P @ seen)
        w = w + gain * (d[t] - seen @ w)
        P = P - np.outer(gain, seen @ P)
    return np.array(out)
