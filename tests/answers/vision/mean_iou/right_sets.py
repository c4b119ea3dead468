# exercise: vision.mean_iou
def mean_iou(found, truth, classes, ignore=255):
    cells = [i for i, t in enumerate(truth.flat) if t != ignore]
    each = []
    for c in range(classes):
        a = {i for i in cells if found.flat[i] == c}
        b = {i for i in cells if truth.flat[i] == c}
        each.append(len(a & b) / len(a | b) if a | b else np.nan)
    some = [v for v in each if v == v]
    return each, sum(some) / len(some) if some else np.nan
