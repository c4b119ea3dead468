# exercise: neurons.perceptron
# must read: return a NumPy array, not int
def perceptron(X, w, b):
    return 1 if np.sum(X @ w + b) >= 0 else 0
