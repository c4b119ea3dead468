# exercise: time_series.mase
# must read: take absolute values of the changes
def mase(past, actual, forecast, season=1):
    rival = abs(np.nanmean(past[season:] - past[:-season]))
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else float("inf")
