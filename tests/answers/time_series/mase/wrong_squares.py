# exercise: time_series.mase
# must read: you took squares
def mase(past, actual, forecast, season=1):
    rival = np.sqrt(np.nanmean((past[season:] - past[:-season]) ** 2))
    error = np.sqrt(np.mean((actual - forecast) ** 2))
    return float(error / rival) if rival > 0 else float("inf")
