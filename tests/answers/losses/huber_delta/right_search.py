# exercise: losses.huber_delta
def huber_delta(spread):
    best = None
    for delta in spread * np.arange(1.0, 2.5, 0.25):
        good, bad = compare_days(delta, spread, range(5))
        if best is None or max(good / 1.08, bad / 0.82) < best[0]:
            best = max(good / 1.08, bad / 0.82), delta
    return np.array(best[1])
