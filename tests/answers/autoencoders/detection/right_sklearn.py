# exercise: autoencoders.detection
def detection(normal, anomalies, alarms):
    from sklearn.metrics import roc_auc_score

    labels = np.repeat([0, 1], [len(normal), len(anomalies)])
    auc = roc_auc_score(labels, np.concatenate([normal, anomalies]))
    ordered = np.sort(normal)[::-1]
    k = min(int(np.floor(alarms * len(normal) + 1e-9)), len(normal) - 1)
    return auc, np.mean(anomalies > ordered[k])
