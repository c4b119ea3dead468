# exercise: vision.threshold
# must read: divide by the pairs of one person in the group
def threshold(similarity, mates, group, rate):
    groups = range(group.max() + 1)

    def kept(t):
        return all((similarity[~mates & (group == g)] >= t).mean() <= rate for g in groups)

    best = next((float(t) for t in np.unique(similarity) if kept(t)), float("inf"))
    return best, np.array([(mates & (similarity < best))[group == g].mean() for g in groups])
