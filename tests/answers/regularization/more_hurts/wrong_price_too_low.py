# exercise: regularization.more_hurts
# must read: with the price 1, 100 examples must be at most 0.8 times as bad
def more_hurts():
    return 100, 35, 100, 1.0
