# exercise: losses.fit_line
# must read: every row meets every target
def fit_line(X, y, lr=0.1, num_steps=300):
    W, b = np.zeros((X.shape[1], 1)), 0.0
    for _ in range(num_steps):
        error = X @ W + b - y
        W = W - lr * 2 * X.T @ error.mean(axis=1, keepdims=True) / len(y)
        b = b - lr * 2 * error.mean()
    return W[:, 0], b
