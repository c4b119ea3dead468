# exercise: regularization.more_hurts
# must read: the price is so high that examples hardly count
def more_hurts():
    return 100, 35, 100, 1e6
