# exercise: gans.unseen
def unseen(X, clumps):
    half = np.pi / 8
    turn = np.array([[np.cos(half), np.sin(half)], [-np.sin(half), np.cos(half)]])
    return X.mean(axis=0) + (X - X.mean(axis=0)) @ turn
