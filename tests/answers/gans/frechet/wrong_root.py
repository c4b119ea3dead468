# exercise: gans.frechet
# must read: the formula gives d²
def frechet(A, B):
    C1, C2 = np.atleast_2d(np.cov(A.T)), np.atleast_2d(np.cov(B.T))
    roots = np.sqrt(np.linalg.eigvals(C1 @ C2).real.clip(0)).sum()
    means = ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum()
    return float(np.sqrt(max(0, means + np.trace(C1 + C2) - 2 * roots)))
