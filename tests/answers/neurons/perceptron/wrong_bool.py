# exercise: neurons.perceptron
# must read: answer with whole numbers, not bool
def perceptron(X, w, b):
    return X @ w + b >= 0
