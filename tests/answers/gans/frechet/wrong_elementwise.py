# exercise: gans.frechet
# must read: the root of a matrix is not that of each entry
def frechet(A, B):
    C1, C2 = np.cov(A.T), np.cov(B.T)
    means = ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum()
    return means + np.trace(C1 + C2 - 2 * np.sqrt(np.abs(C1 @ C2)))
