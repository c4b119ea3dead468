# exercise: time_series.mase
# must read: the rival is measured on the past
def mase(past, actual, forecast, season=1):
    rival = np.mean(np.abs(np.diff(actual))) if len(actual) > 1 else 1.0
    return float(np.mean(np.abs(actual - forecast)) / rival)
