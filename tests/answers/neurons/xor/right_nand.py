# exercise: neurons.xor
def xor_weights():
    return np.array([[2.0, -3.0], [2.0, -3.0]]), np.array([-1.0, 4.5]), np.ones((2, 1)), np.array([-1.5])
