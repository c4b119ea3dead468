# exercise: time_series.mend
# must read: a walk
def mend(x, start):
    d = np.diff(x, prepend=x[0])
    low, high = np.quantile(d[1:start], [0.05, 0.95])
    clipped = d
    mean5 = np.convolve(clipped, np.ones(5) / 5)[: len(d)]
    t = np.arange(6, len(x))
    features = np.column_stack([clipped[t - 1], mean5[t - 1]])
    ahead = t >= start
    *weights, bias = least_squares(features[~ahead], d[t][~ahead])
    return x[start - 1 : -1] + features[ahead] @ np.array(weights) + bias
