# exercise: neurons.slow_points
# must read: a point in each row
def slow_points():
    X = np.array([[-1.0, 1.0, -1.0, 1.0, 0.0], [0.3, 0.35, 0.25, 0.3, 0.2]])
    return X, np.array([1, 1, 0, 0, 0])
