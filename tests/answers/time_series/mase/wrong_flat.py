# exercise: time_series.mase
# must read: a past that never changes
def mase(past, actual, forecast, season=1):
    rival = np.nanmean(np.abs(past[season:] - past[:-season]))
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else 0.0
