# exercise: losses.huber_delta
# must read: too near to the median
def huber_delta(spread):
    return compare_days(1.5 * spread, spread)[0]
