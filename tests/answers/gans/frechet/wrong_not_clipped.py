# exercise: gans.frechet
# must read: nan with few rows
def frechet(A, B):
    C1, C2 = np.atleast_2d(np.cov(A.T)), np.atleast_2d(np.cov(B.T))
    roots = np.sqrt(np.linalg.eigvals(C1 @ C2).real)
    return ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum() + np.trace(C1 + C2) - 2 * roots.sum()
