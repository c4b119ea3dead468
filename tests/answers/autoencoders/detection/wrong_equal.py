# exercise: autoencoders.detection
# must read: strictly above the threshold
def detection(normal, anomalies, alarms):
    pairs = anomalies[:, None] - normal
    auc = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
    allowed = [t for t in normal if (normal > t).mean() <= alarms]
    return float(auc), float((anomalies >= min(allowed)).mean())
