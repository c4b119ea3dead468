# exercise: gans.unseen
# must read: points lie near a clump, at most 1 may
def unseen(X, clumps):
    half = np.pi / 2
    turn = np.array([[np.cos(half), np.sin(half)], [-np.sin(half), np.cos(half)]])
    return X.mean(axis=0) + (X - X.mean(axis=0)) @ turn
