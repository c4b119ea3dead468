# exercise: time_series.beat
# must read: a leak
def beat(x, start):
    return x[start:].copy()
