# exercise: regularization.more_hurts
# must read: many must lie between twice few
def more_hurts():
    return 100, 100, 35, 40.0
