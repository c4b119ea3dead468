# exercise: time_series.mase
# must read: not divided by anything
def mase(past, actual, forecast, season=1):
    return float(np.mean(np.abs(actual - forecast)))
