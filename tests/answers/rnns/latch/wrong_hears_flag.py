# exercise: rnns.latch
# must read: does not say the sign of the value
def latch():
    W_x = np.array([[0.0, 0, 0, 0], [16, 0, 3, 0]])
    return W_x, np.zeros((1, 4)), np.array([-8.0, 10, 0, 3])
