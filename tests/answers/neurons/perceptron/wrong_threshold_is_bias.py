# exercise: neurons.perceptron
# must read: the bias is missing or subtracted
def perceptron(X, w, b):
    # the textbook's threshold has the opposite sign of a bias
    return np.where(X @ w >= b, 1, 0)
