# exercise: transformers.copy_head
def copy_head(n):
    """Letters as points on a sphere of few dimensions, far enough apart."""
    best = None
    for seed in range(200):
        code = np.random.default_rng(seed).normal(size=(n, 24))
        code /= np.linalg.norm(code, axis=1, keepdims=True)
        close = (code @ code.T - np.eye(n)).max()
        if best is None or close < best[0]:
            best = close, code
    code, none = best[1], np.zeros((n, 24))
    W_v = np.vstack([np.eye(n), np.zeros((n, n))])
    return 99 * np.vstack([code, none]), 5 * np.vstack([none, code]), W_v
