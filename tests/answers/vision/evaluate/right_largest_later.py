# exercise: vision.evaluate
def evaluate(detections, truths, threshold=0.5):
    free = {image: [True] * len(boxes) for image, boxes in truths.items()}
    order = sorted(range(len(detections)), key=lambda n: (-detections[n][1], n))
    points, found = [], 0
    for rank, n in enumerate(order, 1):
        image, _, box = detections[n]
        overlap = iou(np.asarray(box, dtype=float)[None], truths[image])[0] * free[image]
        if len(overlap) and overlap.max() >= threshold:
            free[image][int(overlap.argmax())] = False
            found += 1
            points.append((rank, found))
    total = sum(map(len, truths.values()))
    return sum(max(f / r for r, f in points[i:]) for i in range(len(points))) / total
