# exercise: neurons.perceptron
def perceptron(X, w, b):
    return np.heaviside(np.einsum("ij,j->i", X, w) + b, 1.0).astype(np.int64)
