# exercise: neurons.perceptron_update
# must read: every row was judged with the weights of the start
def perceptron_update(X, y, w, b, lr=1.0):
    error = y - (X @ w + b >= 0)
    return w + lr * error @ X, b + lr * error.sum(), int(np.abs(error).sum())
