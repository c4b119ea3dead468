# exercise: generative.ideal_fill
# must read: minus half of the square
def ideal_fill(z, t, X):
    score = -(((z[:, None] - (1 - t) * X) / t) ** 2).sum(axis=2)
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True) @ X
