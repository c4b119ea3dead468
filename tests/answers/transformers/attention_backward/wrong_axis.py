# exercise: transformers.attention_backward
# must read: sum along axis 1
def attention_backward(q, k, v, upstream):
    scale = 1 / np.sqrt(q.shape[1])
    scores = q @ k.T * scale
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    at_weights = upstream @ v.T
    at_scores = weights * (at_weights - (at_weights * weights).sum(axis=0, keepdims=True))
    return at_scores @ k * scale, at_scores.T @ q * scale, weights.T @ upstream
