# exercise: generative.ideal_fill
# must read: the mean of all
def ideal_fill(z, t, X):
    return X[(((z[:, None] - (1 - t) * X) / t) ** 2).sum(axis=2).argmin(axis=1)]
