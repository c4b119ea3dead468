# exercise: generative.ideal_fill
# must read: compare z with (1 - t) x
def ideal_fill(z, t, X):
    score = -(((z[:, None] - X) / t) ** 2).sum(axis=2) / 2
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True) @ X
