# exercise: vision.soft_nms
def soft_nms(boxes, scores, s, least):
    fade = np.zeros(len(scores))
    rest, taken, values = list(range(len(scores))), [], []
    penalty = iou(boxes, boxes) ** 2 / s
    while rest:
        now = [scores[j] * np.exp(-fade[j]) for j in rest]
        i = int(np.argmax(now))
        if now[i] < least:
            break
        k = rest.pop(i)
        taken.append(k)
        values.append(now[i])
        fade += penalty[k]
    return np.array(taken, dtype=np.int64), np.array(values)
