# exercise: transformers.window_step
# must read: the cache should hold 3 positions
def window_step(q, k, v, cache, window):
    keys, values = (np.vstack([old, new]) for old, new in zip(cache, (k, v), strict=True))
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), (keys, values)
