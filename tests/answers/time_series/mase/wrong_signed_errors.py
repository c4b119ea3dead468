# exercise: time_series.mase
# must read: take absolute errors
def mase(past, actual, forecast, season=1):
    rival = np.nanmean(np.abs(past[season:] - past[:-season]))
    error = np.mean(actual - forecast)
    return float(error / rival) if rival > 0 else float("inf")
