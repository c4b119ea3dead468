# exercise: gans.frechet
# must read: the distance of the means is missing
def frechet(A, B):
    C1, C2 = np.atleast_2d(np.cov(A.T)), np.atleast_2d(np.cov(B.T))
    roots = np.sqrt(np.linalg.eigvals(C1 @ C2).real.clip(0)).sum()
    means = ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum()
    return float(np.trace(C1 + C2) - 2 * roots)
