# exercise: hardware.accumulate
# must read: changed
def accumulate(w, X, y, size, window, lr):
    for start in range(0, len(X), size * window):
        A, b = X[start : start + size * window], y[start : start + size * window]
        w -= lr * 2 / len(b) * A.T @ (A @ w - b)
    return w
