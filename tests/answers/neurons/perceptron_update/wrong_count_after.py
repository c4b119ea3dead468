# exercise: neurons.perceptron_update
# must read: count a mistake when the row is met
def perceptron_update(X, y, w, b, lr=1.0):
    for x_i, y_i in zip(X, y):
        error = y_i - int(x_i @ w + b >= 0)
        w = w + lr * error * x_i
        b = b + lr * error
    return w, b, int(np.sum(y != (X @ w + b >= 0)))
