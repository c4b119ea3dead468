# exercise: hardware.accumulate
# must read: the weights changed within a window
def accumulate(w, X, y, size, window, lr):
    for begin in range(0, len(X), size):
        A, b = X[begin : begin + size], y[begin : begin + size]
        w = w - lr * 2 * A.T @ (A @ w - b) / len(b) / window
    return w
