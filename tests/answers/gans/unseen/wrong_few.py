# exercise: gans.unseen
# must read: return at least 100 points in the plane
def unseen(X, clumps):
    return X.mean(axis=0)[None]
