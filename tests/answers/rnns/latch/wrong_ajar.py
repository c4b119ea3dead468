# exercise: rnns.latch
# must read: at the other steps the input gate stands
def latch():
    W_x = np.array([[0.0, 0, 3, 0], [8, 0, 0, 0]])
    return W_x, np.zeros((1, 4)), np.array([-2.0, 10, 0, 3])
