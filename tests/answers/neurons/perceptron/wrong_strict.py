# exercise: neurons.perceptron
# must read: a point exactly on the line counts as 1
def perceptron(X, w, b):
    return (X @ w + b > 0).astype(int)
