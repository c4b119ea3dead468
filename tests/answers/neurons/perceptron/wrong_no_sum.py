# exercise: neurons.perceptron
# must read: sum over the features
def perceptron(X, w, b):
    return ((X * w + b) >= 0).astype(int)
