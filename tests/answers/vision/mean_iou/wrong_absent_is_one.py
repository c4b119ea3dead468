# exercise: vision.mean_iou
# must read: 0/0 is nan here, and not 1
def mean_iou(found, truth, classes, ignore=255):
    labeled = truth != ignore
    found, truth = found[labeled], truth[labeled]
    each = np.ones(classes)
    for c in range(classes):
        either = ((found == c) | (truth == c)).sum()
        if either:
            each[c] = ((found == c) & (truth == c)).sum() / either
    some = each[~np.isnan(each)]
    return each, float(some.mean()) if len(some) else float("nan")
