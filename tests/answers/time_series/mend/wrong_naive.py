# exercise: time_series.mend
# must read: this is the naive forecast
def mend(x, start):
    return x[start - 1 : -1].copy()
