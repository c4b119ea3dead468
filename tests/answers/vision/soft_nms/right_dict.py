# exercise: vision.soft_nms
def soft_nms(boxes, scores, s, least):
    overlap = iou(boxes, boxes)
    left, order, seen = dict(enumerate(scores.tolist())), [], []
    while left:
        k = max(left, key=left.get)
        v = left.pop(k)
        if v < least:
            break
        order.append(k)
        seen.append(v)
        for j in left:
            left[j] *= np.exp(-(overlap[k, j] ** 2) / s)
    return order, seen
