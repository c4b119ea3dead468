# exercise: neurons.perceptron_update
# must read: a row exactly on the line is judged 1
def perceptron_update(X, y, w, b, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y):
        error = y_i - int(x_i @ w + b > 0)
        w, b, mistakes = w + lr * error * x_i, b + lr * error, mistakes + abs(error)
    return w, b, mistakes
