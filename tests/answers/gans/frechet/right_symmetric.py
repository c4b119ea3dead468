# exercise: gans.frechet
def frechet(A, B):
    def covariance(X):
        centered = X - X.mean(axis=0)
        return centered.T @ centered / (len(X) - 1)

    C1, C2 = covariance(A), covariance(B)
    values, vectors = np.linalg.eigh(C1)
    root = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    inner = np.linalg.eigvalsh(root @ C2 @ root)
    gap = A.mean(axis=0) - B.mean(axis=0)
    return float(gap @ gap + np.trace(C1) + np.trace(C2) - 2 * np.sqrt(np.maximum(inner, 0)).sum())
