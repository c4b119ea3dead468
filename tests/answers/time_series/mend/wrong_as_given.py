# exercise: time_series.mend
# must read: the quantiles are those of all changes, later ones included; the mean of five
def mend(x, start):
    d = np.diff(x, prepend=x[0])
    low, high = np.quantile(d[1:], [0.05, 0.95])
    clipped = np.clip(d, low, high)
    mean5 = np.convolve(clipped, np.ones(5) / 5)[: len(d)]
    t = np.arange(6, len(x))
    features = np.column_stack([clipped[t - 1], mean5[t]])
    ahead = t >= start
    *weights, bias = least_squares(features, d[t])
    return x[start - 1 : -1] + features[ahead] @ np.array(weights) + bias
