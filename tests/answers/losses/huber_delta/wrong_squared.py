# exercise: losses.huber_delta
# must read: too near to the median
def huber_delta(spread):
    return 1.5 * spread**2
