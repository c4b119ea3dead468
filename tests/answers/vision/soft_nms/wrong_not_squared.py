# exercise: vision.soft_nms
# must read: the IoU is squared
def soft_nms(boxes, scores, s, least):
    left, taken, faded = scores.copy(), [], []
    free = np.ones(len(left), dtype=bool)
    while free.any():
        k = int(np.where(free, left, -1.0).argmax())
        if left[k] < least:
            break
        taken.append(k)
        faded.append(left[k])
        free[k] = False
        left = np.where(free, left * np.exp(-(iou(boxes[k : k + 1], boxes)[0]) / s), left)
    return np.array(taken, dtype=int), np.array(faded)
