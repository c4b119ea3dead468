# exercise: vision.mean_iou
def mean_iou(found, truth, classes, ignore=255):
    keep = truth.ravel() != ignore
    pairs = truth.ravel()[keep] * classes + found.ravel()[keep]
    table = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    both = table.diagonal()
    with np.errstate(invalid="ignore"):
        each = both / (table.sum(0) + table.sum(1) - both)
    return each, np.nanmean(each) if len(pairs) else np.nan
