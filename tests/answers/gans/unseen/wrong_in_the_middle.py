# exercise: gans.unseen
# must read: so the covariance differs
def unseen(X, clumps):
    return X.mean(axis=0) + 0.05 * (X - X.mean(axis=0))
