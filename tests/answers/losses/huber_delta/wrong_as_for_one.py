# exercise: losses.huber_delta
# must read: it is a distance, in the units of the readings
def huber_delta(spread):
    return 1.5
