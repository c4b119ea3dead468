# exercise: neurons.xor
def xor_weights():
    # one hidden unit for each corner that should be 1
    W1 = np.array([[1, -1], [-1, 1]])
    b1 = np.array([-0.5, -0.5])
    W2 = np.array([[1], [1]])
    b2 = np.array([-0.5])
    return W1, b1, W2, b2
