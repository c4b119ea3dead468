# exercise: losses.masked_cross_entropy
def masked_cross_entropy(logits, y, missing=-1):
    total, count = 0.0, 0
    for i, j in np.argwhere(y != missing):
        total -= log_softmax(logits[i, j])[y[i, j]]
        count += 1
    return total / max(count, 1)
