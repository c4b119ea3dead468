# exercise: gans.frechet
# must read: the covariances divide by n - 1
def frechet(A, B):
    a, b = A - A.mean(axis=0), B - B.mean(axis=0)
    C1, C2 = a.T @ a / len(A), b.T @ b / len(B)
    roots = np.sqrt(np.linalg.eigvals(C1 @ C2).real.clip(0))
    return ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum() + np.trace(C1 + C2) - 2 * roots.sum()
