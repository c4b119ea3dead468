# exercise: neurons.xor
# must read: W1, b1, W2, b2 need the shapes
def xor_weights():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-0.5, -1.5])
    return W1, b1, np.array([1.0, -1.0]), -0.5
