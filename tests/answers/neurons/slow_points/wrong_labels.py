# exercise: neurons.slow_points
# must read: y needs zeros and ones
def slow_points():
    X = np.array([[-1.0, 0.3], [1.0, 0.35], [-1.0, 0.25], [1.0, 0.3]])
    return X, np.array([1, 1, -1, -1])
