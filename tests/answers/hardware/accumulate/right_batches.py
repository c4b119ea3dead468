# exercise: hardware.accumulate
def accumulate(w, X, y, size, window, lr):
    step = size * window
    for i in range(math.ceil(len(X) / step)):
        A, b = X[i * step : (i + 1) * step], y[i * step : (i + 1) * step]
        pieces = [(A[j : j + size], b[j : j + size]) for j in range(0, len(b), size)]
        w = w - lr * sum(2 * P.T @ (P @ w - q) for P, q in pieces) / len(b)
    return w
