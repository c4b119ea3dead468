# exercise: neurons.slow_points
# must read: is there a `return`
def slow_points():
    X = np.array([[-1.0, 0.3], [1.0, 0.35], [-1.0, 0.25], [1.0, 0.3]])  # noqa: F841
