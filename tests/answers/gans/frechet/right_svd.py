# exercise: gans.frechet
def frechet(A, B):
    a = (A - A.mean(axis=0)) / np.sqrt(len(A) - 1)
    b = (B - B.mean(axis=0)) / np.sqrt(len(B) - 1)
    shared = np.linalg.svd(a @ b.T, compute_uv=False).sum()
    gap = A.mean(axis=0) - B.mean(axis=0)
    return gap @ gap + (a**2).sum() + (b**2).sum() - 2 * shared
