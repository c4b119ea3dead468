# exercise: neurons.perceptron_update
# must read: you moved the wrong way
def perceptron_update(X, y, w, b, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y):
        error = int(x_i @ w + b >= 0) - y_i
        w = w + lr * error * x_i
        b = b + lr * error
        mistakes += error != 0
    return w, b, int(mistakes)
