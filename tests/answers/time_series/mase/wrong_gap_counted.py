# exercise: time_series.mase
# must read: counts nothing, also in the number
def mase(past, actual, forecast, season=1):
    rival = np.nan_to_num(np.abs(past[season:] - past[:-season])).mean()
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else float("inf")
