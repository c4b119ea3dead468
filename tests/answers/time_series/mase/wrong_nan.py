# exercise: time_series.mase
# must read: nan: leave out
def mase(past, actual, forecast, season=1):
    rival = np.mean(np.abs(past[season:] - past[:-season]))
    error = np.mean(np.abs(actual - forecast))
    return float("inf") if rival == 0 else float(error / rival)
