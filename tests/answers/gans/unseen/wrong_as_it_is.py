# exercise: gans.unseen
# must read: points lie near a clump, at most 1 may
def unseen(X, clumps):
    return X.copy()
