# exercise: generative.ideal_fill
# must read: one share of noise for all pixels
def ideal_fill(z, t, X):
    far = ((z[:, None] - (1 - t) * X) ** 2).sum(axis=2)
    score = -far / (2 * t.mean() ** 2)
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True) @ X
