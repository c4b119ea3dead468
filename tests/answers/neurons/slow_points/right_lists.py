# exercise: neurons.slow_points
def slow_points():
    return [[-1, 0.5], [1, 0.55], [-1, 0.45], [1, 0.5]], [1, 1, 0, 0]
