# exercise: neurons.perceptron
# must read: the bias is missing or subtracted
def perceptron(X, w, b):
    return np.where(X @ w >= 0, 1, 0)
