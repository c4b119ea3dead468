# exercise: neurons.slow_points
# must read: only 2 corrections
def slow_points():
    return np.array([[0.9, 0.8], [-0.8, -0.6]]), np.array([1, 0])
