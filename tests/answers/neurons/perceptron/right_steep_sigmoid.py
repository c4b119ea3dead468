# exercise: neurons.perceptron
def perceptron(X, w, b):
    # overflows below the line, with a warning on stderr; the decision is right all the same
    steep = 1 / (1 + np.exp(-1000 * (X @ w + b)))
    return (steep >= 0.5).astype(int)
