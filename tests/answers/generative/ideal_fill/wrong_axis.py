# exercise: generative.ideal_fill
# must read: over the images
def ideal_fill(z, t, X):
    score = -(((z[:, None] - (1 - t) * X) / t) ** 2).sum(axis=2) / 2
    share = np.exp(score - score.max(axis=0))
    return share / share.sum(axis=0) @ X
