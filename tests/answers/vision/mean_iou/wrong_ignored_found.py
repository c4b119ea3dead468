# exercise: vision.mean_iou
# must read: a pixel that nobody labeled was counted
def mean_iou(found, truth, classes, ignore=255):
    each = np.full(classes, np.nan)
    for c in range(classes):
        either = ((found == c) | (truth == c)).sum()
        if either:
            each[c] = ((found == c) & (truth == c)).sum() / either
    some = each[~np.isnan(each)]
    return each, float(some.mean()) if len(some) else float("nan")
