# exercise: neurons.slow_points
def slow_points():
    # three on one line: only a narrow range of places is left
    gap = 0.004
    X = np.array([[1.0, 1.0 - gap], [1.0, 1.0 - 2 * gap], [-1.0, -1.0]])
    return X, np.array([1, 0, 0])
