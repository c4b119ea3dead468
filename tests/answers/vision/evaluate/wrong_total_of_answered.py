# exercise: vision.evaluate
# must read: the objects of an image without detections are missing
def evaluate(detections, truths, threshold=0.5):
    total = sum(len(boxes) for boxes in (truths[image] for image in {d[0] for d in detections}))
    claimed, hits = set(), []
    for image, _score, box in sorted(detections, key=lambda d: -d[1]):
        overlap = iou(np.array([box], float), truths[image])[0]
        free = [k for k in range(len(overlap)) if overlap[k] >= threshold and (image, k) not in claimed]
        if free:
            claimed.add((image, max(free, key=lambda k: overlap[k])))
        hits.append(bool(free))
    if not hits:
        return 0.0
    hits = np.array(hits)
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(hits.cumsum() / total, prepend=0) * envelope).sum())
