# exercise: neurons.xor
# must read: right at the corners, wrong 0.1 away
def xor_weights():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-1.0, -2.0])  # the corners lie on the lines
    W2 = np.array([[1.0], [-1.0]])
    return W1, b1, W2, np.array([-1.0])
