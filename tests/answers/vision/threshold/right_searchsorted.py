# exercise: vision.threshold
def threshold(similarity, mates, group, rate):
    values = np.append(np.unique(similarity), np.inf)
    ok = np.ones(len(values), dtype=bool)
    missed = []
    for g in np.unique(group):
        strangers = np.sort(similarity[(group == g) & ~mates])
        ok &= (len(strangers) - np.searchsorted(strangers, values)) / len(strangers) <= rate
    t = values[ok.argmax()]
    for g in np.unique(group):
        own = similarity[(group == g) & mates]
        missed.append((own < t).mean())
    return t, missed
