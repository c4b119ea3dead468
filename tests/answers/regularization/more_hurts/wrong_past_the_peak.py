# exercise: regularization.more_hurts
# must read: without a price, 200 examples must be at least twice as bad as 25
def more_hurts():
    return 50, 25, 200, 10.0
