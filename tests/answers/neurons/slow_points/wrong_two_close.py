# exercise: neurons.slow_points
# must read: leave the line less room
def slow_points():
    return np.array([[0.5, 0.001], [0.5, -0.001]]), np.array([1, 0])
