# exercise: time_series.adjusted
# must read: two faults, one alarm
def adjusted(faulty, alarms, rate):
    edges = np.flatnonzero(np.diff(faulty))
    paid, dice = alarms.copy(), 0.0
    for begin, end in edges[: len(edges) // 2 * 2].reshape(-1, 2):
        paid[begin:end] = alarms[begin:end].any()
        dice += (end - begin) * (1 - (1 - rate) ** (end - begin))

    def f1(alarms):
        return float(2 * (alarms & faulty).sum() / (alarms.sum() + faulty.sum()))

    return f1(alarms), f1(paid), float(dice / faulty.sum())
