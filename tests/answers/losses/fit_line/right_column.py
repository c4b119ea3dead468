# exercise: losses.fit_line
def fit_line(X, y, lr=0.1, num_steps=300):
    W, b = np.zeros((X.shape[1], 1)), np.zeros(1)
    target = y.reshape(-1, 1)
    for _ in range(num_steps):
        error = X @ W + b - target
        W = W - lr * 2 * (X.T @ error) / len(y)
        b = b - lr * 2 * error.mean(axis=0)
    return W[:, 0], float(b[0])
