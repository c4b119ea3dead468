# exercise: autoencoders.detection
# must read: a quantile lies between them
def detection(normal, anomalies, alarms):
    pairs = anomalies[:, None] - normal
    auc = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
    allowed = [t for t in normal if (normal > t).mean() <= alarms]
    return float(auc), float((anomalies > np.quantile(normal, 1 - alarms)).mean())
