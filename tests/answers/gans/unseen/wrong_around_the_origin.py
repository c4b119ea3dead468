# exercise: gans.unseen
# must read: radii from that of the real ones
def unseen(X, clumps):
    half = np.pi / clumps
    turn = np.array([[np.cos(half), np.sin(half)], [-np.sin(half), np.cos(half)]])
    return X @ turn
