# exercise: generative.ideal_fill
# must read: divide by the square of t
def ideal_fill(z, t, X):
    score = -((z[:, None] - (1 - t) * X) ** 2 / t).sum(axis=2) / 2
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True) @ X
