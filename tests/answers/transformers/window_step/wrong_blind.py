# exercise: transformers.window_step
# must read: append before you attend
def window_step(q, k, v, cache, window):
    keys, values = np.vstack([cache[0], k])[-window:], np.vstack([cache[1], v])[-window:]
    if len(keys) == 1:
        return v, (keys, values)
    scores = keys[:-1] @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values[:-1] / weights.sum(), (keys, values)
