# exercise: time_series.beat
# must read: what does the forecast not know of the swing
def beat(x, start):
    return x[start - 1 : -1].copy()
