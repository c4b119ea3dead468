# exercise: generative.ideal_fill
# must read: is taken as 0.001
def ideal_fill(z, t, X):
    t = np.maximum(t, 0.001)
    score = -(((z[:, None] - (1 - t) * X) / t) ** 2).sum(axis=2) / 2
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True) @ X
