# exercise: autoencoders.detection
def detection(normal, anomalies, alarms):
    auc = 0.0
    for a in anomalies:
        auc += np.sum(a > normal) + np.sum(a == normal) / 2
    best = 0.0
    for t in normal:
        if np.sum(normal > t) / len(normal) <= alarms:
            best = max(best, float(np.mean(anomalies > t)))
    return auc / len(anomalies) / len(normal), best
