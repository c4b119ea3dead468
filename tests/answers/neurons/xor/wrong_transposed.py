# exercise: neurons.xor
# must read: W1 is transposed
def xor_weights():
    # one unit a row: "at least one", and "not both"
    W1 = np.array([[1.0, 1.0], [-1.0, -1.0]])
    b1 = np.array([-0.5, 1.5])
    W2 = np.array([[1.0], [1.0]])
    return W1, b1, W2, np.array([-1.5])
