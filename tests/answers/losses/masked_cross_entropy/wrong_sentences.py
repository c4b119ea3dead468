# exercise: losses.masked_cross_entropy
# must read: every label counts the same
def masked_cross_entropy(logits, y, missing=-1):
    losses = []
    for sentence, labels in zip(logits, y):
        there = labels != missing
        log_p = log_softmax(sentence[there])
        losses.append(-log_p[np.arange(len(log_p)), labels[there]].mean())
    return float(np.mean(losses))
