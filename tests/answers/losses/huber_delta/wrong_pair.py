# exercise: losses.huber_delta
# must read: return one delta
def huber_delta(spread):
    return 1.2 * spread, 1.8 * spread
