# exercise: neurons.slow_points
# must read: leave the line less room
def slow_points():
    return np.array([[0.9, 0.8], [-0.8, -0.6]]), np.array([1, 0])
