# exercise: transformers.window_step
# must read: subtract the largest score
def window_step(q, k, v, cache, window):
    keys, values = (np.vstack([old, new])[-window:] for old, new in zip(cache, (k, v), strict=True))
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores)
    return weights @ values / weights.sum(), (keys, values)
