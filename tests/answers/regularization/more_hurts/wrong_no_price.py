# exercise: regularization.more_hurts
# must read: lam is 0
def more_hurts():
    return 100, 35, 100, 0.0
