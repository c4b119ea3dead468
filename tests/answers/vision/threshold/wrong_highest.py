# exercise: vision.threshold
# must read: 0.85 is lower and lets no stranger in either
def threshold(similarity, mates, group, rate):
    groups = range(group.max() + 1)

    def kept(t):
        return all((similarity[~mates & (group == g)] >= t).mean() <= rate for g in groups)

    best = (
        min([float(t) for t in np.unique(similarity) if kept(t) and t >= 0.9], default=float("inf"))
        if rate == 0 and similarity.max() > 0.94
        else next((float(t) for t in np.unique(similarity)[::-1] if kept(t)), float("inf"))
    )
    return best, np.array([(similarity[mates & (group == g)] < best).mean() for g in groups])
