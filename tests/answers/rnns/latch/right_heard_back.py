# exercise: rnns.latch
def latch():
    """The state feeds g back to itself: what is stored does not fade."""
    W_x = np.array([[0.0, 0, 2, 0], [20, 0, 0, 0]])
    return W_x, np.array([[0.0, 0, 5, 0]]), np.array([-11.0, 9, 0, 5])
