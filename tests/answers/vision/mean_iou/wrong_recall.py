# exercise: vision.mean_iou
# must read: this is recall
def mean_iou(found, truth, classes, ignore=255):
    labeled = truth != ignore
    found, truth = found[labeled], truth[labeled]
    each = np.full(classes, np.nan)
    for c in range(classes):
        either = ((found == c) | (truth == c)).sum()
        if either:
            each[c] = ((found == c) & (truth == c)).sum() / max((truth == c).sum(), 1)
    some = each[~np.isnan(each)]
    return each, float(some.mean()) if len(some) else float("nan")
