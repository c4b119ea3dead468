# exercise: vision.evaluate
def evaluate(detections, truths, threshold=0.5):
    if len(detections) == 0:
        return 0
    scores = np.array([d[1] for d in detections])
    flags, taken = np.zeros(len(scores)), {image: np.zeros(len(b), bool) for image, b in truths.items()}
    order = np.argsort(-scores, kind="stable")
    for place, n in enumerate(order):
        image, _, box = detections[n]
        row = iou(np.array([box], float), truths[image])[0]
        row[taken[image]] = -1
        if row.size and row.max() >= threshold:
            taken[image][row.argmax()] = True
            flags[place] = 1
    precision = flags.cumsum() / (np.arange(len(flags)) + 1)
    for i in range(len(precision) - 2, -1, -1):
        precision[i] = max(precision[i], precision[i + 1])
    return (precision * flags).sum() / sum(len(b) for b in truths.values())
