# exercise: time_series.mend
def mend(x, start):
    change = [x[t] - x[t - 1] for t in range(1, len(x))]  # change[t - 1] leads to x[t]
    low, high = np.quantile(change[: start - 1], [0.05, 0.95])
    small = [min(max(c, low), high) for c in change]
    seen = {t: [small[t - 2], sum(small[t - 6 : t - 1]) / 5] for t in range(6, len(x))}
    a, b, c = least_squares(np.array([seen[t] for t in range(6, start)]), np.array(change[5 : start - 1]))
    return [x[t - 1] + a * seen[t][0] + b * seen[t][1] + c for t in range(start, len(x))]
