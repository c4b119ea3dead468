# exercise: rnns.latch
# must read: the forget gate keeps 0.731 a step
def latch():
    W_x = np.array([[0.0, 0, 3, 0], [16, 0, 0, 0]])
    return W_x, np.zeros((1, 4)), np.array([-8.0, 1, 0, 3])
