# exercise: transformers.window_step
# must read: the cache should hold 1 positions
def window_step(q, k, v, cache, window):
    keys, values = np.vstack([cache[0], k])[-window:], np.vstack([cache[1], v])[-window:]
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), cache
