# exercise: hardware.accumulate
# must read: a product takes 8 rows at once
def accumulate(w, X, y, size, window, lr):
    w, step = w.copy(), size * window
    for i in range(0, len(X), step):
        A, b = X[i : i + step], y[i : i + step]
        w -= lr * 2 * A.T @ (A @ w - b) / len(b)
    return w
