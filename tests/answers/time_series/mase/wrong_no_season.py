# exercise: time_series.mase
# must read: the season was ignored
def mase(past, actual, forecast, season=1):
    rival = np.nanmean(np.abs(np.diff(past)))
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else float("inf")
