# exercise: autoencoders.detection
# must read: a tie counts half, not nothing
def detection(normal, anomalies, alarms):
    pairs = anomalies[:, None] - normal
    auc = (pairs > 0).mean()
    allowed = [t for t in normal if (normal > t).mean() <= alarms]
    return float(auc), float((anomalies > min(allowed)).mean())
