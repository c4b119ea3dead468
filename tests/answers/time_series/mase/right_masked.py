# exercise: time_series.mase
def mase(past, actual, forecast, season=1):
    change = past[season:] - past[:-season]
    change = np.abs(change[~np.isnan(change)])
    with np.errstate(divide="ignore"):
        return np.divide(np.abs(actual - forecast).mean(), change.mean())
