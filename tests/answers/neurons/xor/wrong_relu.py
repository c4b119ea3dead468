# exercise: neurons.xor
# must read: right for ReLU units
def xor_weights():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([0.0, -1.0])
    W2 = np.array([[1.0], [-2.0]])
    return W1, b1, W2, np.array([0.0])
