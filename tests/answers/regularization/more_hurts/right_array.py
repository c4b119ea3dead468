# exercise: regularization.more_hurts
def more_hurts():
    return np.array([90, 25, 90, 30])
