# exercise: losses.fit_line
# must read: the factor 2 of the square is missing
def fit_line(X, y, lr=0.1, num_steps=300):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(num_steps):
        error = X @ w + b - y
        w, b = w - lr * X.T @ error / len(y), b - lr * error.mean()
    return w, b
