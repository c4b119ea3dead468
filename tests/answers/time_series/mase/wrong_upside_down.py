# exercise: time_series.mase
# must read: upside down
def mase(past, actual, forecast, season=1):
    rival = np.nanmean(np.abs(past[season:] - past[:-season]))
    return float(rival / np.mean(np.abs(actual - forecast)))
