# exercise: vision.threshold
def threshold(similarity, mates, group, rate):
    G = int(max(group)) + 1
    best = np.inf
    for t in sorted(set(similarity.tolist()), reverse=True):
        for g in range(G):
            rows = [s for s, m, h in zip(similarity, mates, group, strict=True) if h == g and not m]
            if sum(s >= t for s in rows) / len(rows) > rate:
                break
        else:
            best = t
            continue
        break
    missed = np.zeros(G)
    for g in range(G):
        rows = [s for s, m, h in zip(similarity, mates, group, strict=True) if h == g and m]
        missed[g] = sum(s < best for s in rows) / len(rows)
    return best, missed
