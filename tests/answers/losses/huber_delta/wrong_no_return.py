# exercise: losses.huber_delta
# must read: your function returned nothing
def huber_delta(spread):
    print(1.5 * spread)
