# exercise: neurons.perceptron_update
# must read: you moved for rows that were right, too
def perceptron_update(X, y, w, b, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y):
        mistakes += int(x_i @ w + b >= 0) != y_i
        direction = 1 if y_i == 1 else -1
        w = w + lr * direction * x_i
        b = b + lr * direction
    return w, b, int(mistakes)
