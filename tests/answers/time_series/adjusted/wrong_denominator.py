# exercise: time_series.adjusted
# must read: count them in the denominator
def adjusted(faulty, alarms, rate):
    edges = np.flatnonzero(np.diff(np.r_[False, faulty, False]))
    paid, dice = alarms.copy(), 0.0
    for begin, end in edges.reshape(-1, 2):
        paid[begin:end] = alarms[begin:end].any()
        dice += (end - begin) * (1 - (1 - rate) ** (end - begin))

    def f1(alarms):
        return float(2 * (alarms & faulty).sum() / (alarms.sum() + faulty.sum()))

    return (
        f1(alarms),
        float(2 * (paid & faulty).sum() / (alarms.sum() + faulty.sum())),
        float(dice / faulty.sum()),
    )
