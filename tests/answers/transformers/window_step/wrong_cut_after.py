# exercise: transformers.window_step
# must read: cut before you attend
def window_step(q, k, v, cache, window):
    keys, values = np.vstack([cache[0], k]), np.vstack([cache[1], v])
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), (keys[-window:], values[-window:])
