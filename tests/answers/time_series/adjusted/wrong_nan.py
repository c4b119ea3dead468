# exercise: time_series.adjusted
# must read: no alarms: F₁ is 0
def adjusted(faulty, alarms, rate):
    edges = np.flatnonzero(np.diff(np.r_[False, faulty, False]))
    paid, dice = alarms.copy(), 0.0
    for begin, end in edges.reshape(-1, 2):
        paid[begin:end] = alarms[begin:end].any()
        dice += (end - begin) * (1 - (1 - rate) ** (end - begin))

    def f1(alarms):
        found = (alarms & faulty).sum()
        precision = found / alarms.sum() if alarms.sum() else float("nan")
        recall = found / faulty.sum()
        return float(2 * precision * recall / (precision + recall)) if found or not alarms.sum() else 0.0

    return f1(alarms), f1(paid), float(dice / faulty.sum())
