# exercise: vision.threshold
# must read: look at each group by itself
def threshold(similarity, mates, group, rate):
    groups = range(group.max() + 1)

    def kept(t):
        return (similarity[~mates] >= t).mean() <= rate

    best = next((float(t) for t in np.unique(similarity) if kept(t)), float("inf"))
    return best, np.array([(similarity[mates & (group == g)] < best).mean() for g in groups])
