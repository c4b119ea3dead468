# exercise: time_series.adjusted
def adjusted(faulty, alarms, rate):
    from itertools import groupby

    paid, dice, t = list(alarms), 0.0, 0
    for bad, run in groupby(faulty):
        m = len(list(run))
        if bad:
            if any(alarms[t : t + m]):
                paid[t : t + m] = [True] * m
            dice += m * (1 - (1 - rate) ** m)
        t += m
    total = sum(faulty)
    scores = [
        2 * sum(a and f for a, f in zip(marks, faulty)) / (sum(marks) + total) for marks in (alarms, paid)
    ]
    return [*scores, dice / total]
