# exercise: vision.soft_nms
# must read: your function changed its argument `scores`
def soft_nms(boxes, scores, s, least):
    left, taken, faded = scores, [], []
    free = np.ones(len(left), dtype=bool)
    while free.any():
        k = int(np.where(free, left, -1.0).argmax())
        if left[k] < least:
            break
        taken.append(k)
        faded.append(left[k])
        free[k] = False
        left[free] *= np.exp(-(iou(boxes[k : k + 1], boxes[free])[0] ** 2) / s)
    return np.array(taken, dtype=int), np.array(faded)
