# exercise: neurons.perceptron
# must read: below the line the answer is 0, not -1
def perceptron(X, w, b):
    return np.sign(X @ w + b).astype(int)
