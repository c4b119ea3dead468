# exercise: time_series.adjusted
# must read: each run for itself
def adjusted(faulty, alarms, rate):
    edges = np.flatnonzero(np.diff(np.r_[False, faulty, False]))
    paid, dice = alarms.copy(), 0.0
    for begin, end in edges.reshape(-1, 2):
        paid[begin:end] = alarms[begin:end].any()
        dice += (end - begin) * (1 - (1 - rate) ** (end - begin))

    def f1(alarms):
        return float(2 * (alarms & faulty).sum() / (alarms.sum() + faulty.sum()))

    return f1(alarms), f1(paid), float(1 - (1 - rate) ** faulty.sum())
