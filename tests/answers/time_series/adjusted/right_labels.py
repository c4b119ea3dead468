# exercise: time_series.adjusted
def adjusted(faulty, alarms, rate):
    begins = faulty & ~np.r_[False, faulty[:-1]]
    run = np.where(faulty, begins.cumsum(), 0)  # 0 outside of faults
    size = np.bincount(run)
    hit = np.bincount(run, weights=alarms) > 0
    paid = np.where(faulty, hit[run], alarms)
    total = faulty.sum()
    by_step = 2 * (alarms & faulty).sum() / (alarms.sum() + total)
    after = 2 * (paid & faulty).sum() / (paid.sum() + total)
    return by_step, after, (1 - (1 - rate) ** size[run[faulty]]).mean()
