# exercise: autoencoders.detection
# must read: the other way round
def detection(normal, anomalies, alarms):
    pairs = normal[:, None] - anomalies
    auc = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
    allowed = [t for t in normal if (normal > t).mean() <= alarms]
    return float(auc), float((anomalies > min(allowed)).mean())
