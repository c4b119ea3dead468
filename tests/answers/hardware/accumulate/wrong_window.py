# exercise: hardware.accumulate
# must read: divide by what it has
def accumulate(w, X, y, size, window, lr):
    w, total, rows, parts = w.copy(), np.zeros_like(w), 0, 0
    for begin in range(0, len(X), size):
        A, b = X[begin : begin + size], y[begin : begin + size]
        total = total + 2 * A.T @ (A @ w - b)
        rows, parts = rows + len(b), parts + 1
        if parts == window or begin + size >= len(X):
            w -= lr * total / (window * size)
            rows, parts = 0, 0
            total = np.zeros_like(w)
    return w
