# exercise: vision.threshold
# must read: this keeps the promise for group 0 only
def threshold(similarity, mates, group, rate):
    groups = range(group.max() + 1)

    def kept(t):
        return (similarity[~mates & (group == 0)] >= t).mean() <= rate

    best = next((float(t) for t in np.unique(similarity) if kept(t)), float("inf"))
    return best, np.array([(similarity[mates & (group == g)] < best).mean() for g in groups])
