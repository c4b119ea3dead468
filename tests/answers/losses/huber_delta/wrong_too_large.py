# exercise: losses.huber_delta
# must read: too near to the mean
def huber_delta(spread):
    return 3 * spread
