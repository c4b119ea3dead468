# exercise: losses.fit_line
# must read: the weights' gradient is a sum over the rows
def fit_line(X, y, lr=0.1, num_steps=300):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(num_steps):
        error = X @ w + b - y
        w = w - lr * 2 * X.T @ error
        b = b - lr * 2 * error.mean()
    return w, b
