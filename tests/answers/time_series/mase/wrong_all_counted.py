# exercise: time_series.mase
# must read: divide by the number of differences
def mase(past, actual, forecast, season=1):
    rival = np.nansum(np.abs(past[season:] - past[:-season])) / len(past)
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else float("inf")
