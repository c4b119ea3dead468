# exercise: rnns.latch
# must read: does not say the sign of the value
def latch():
    W_x = np.array([[0.0, 0, 0, 3], [16, 0, 0, 0]])  # columns i, f, o, g
    return W_x, np.zeros((1, 4)), np.array([-8.0, 10, 3, 0])
