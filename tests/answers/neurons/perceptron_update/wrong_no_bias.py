# exercise: neurons.perceptron_update
# must read: the bias never moved
def perceptron_update(X, y, w, b, lr=1.0):
    mistakes = 0
    for x_i, y_i in zip(X, y):
        guess = int(x_i @ w + b >= 0)
        if guess != y_i:
            w = w + lr * (y_i - guess) * x_i
            mistakes += 1
    return w, b, mistakes
