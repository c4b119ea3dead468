# exercise: vision.soft_nms
# must read: a box that is taken does not fade
def soft_nms(boxes, scores, s, least):
    left, taken, faded = scores.copy(), [], []
    free = np.ones(len(left), dtype=bool)
    while free.any():
        k = int(np.where(free, left, -1.0).argmax())
        if left[k] < least:
            break
        taken.append(k)
        free[k] = False
        left = np.where(
            free | (np.arange(len(left)) == k),
            left * np.exp(-(iou(boxes[k : k + 1], boxes)[0] ** 2) / s),
            left,
        )
        faded.append(left[k])
    return np.array(taken, dtype=int), np.array(faded)
