# exercise: transformers.window_step
# must read: not divided by √d
def window_step(q, k, v, cache, window):
    keys, values = (np.vstack([old, new])[-window:] for old, new in zip(cache, (k, v), strict=True))
    scores = keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), (keys, values)
