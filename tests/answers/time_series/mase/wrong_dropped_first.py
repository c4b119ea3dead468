# exercise: time_series.mase
# must read: drop gaps after subtracting
def mase(past, actual, forecast, season=1):
    past = past[~np.isnan(past)]
    rival = np.mean(np.abs(past[season:] - past[:-season]))
    error = np.mean(np.abs(actual - forecast))
    return float(error / rival) if rival > 0 else float("inf")
