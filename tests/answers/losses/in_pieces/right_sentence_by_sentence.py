# exercise: losses.in_pieces
def in_pieces(logits, y, size):
    losses, pushes = [], []
    for scores, labels in zip(logits, y):
        log_p = log_softmax(scores)
        for place, k in enumerate(labels):
            if k == -1:
                pushes.append(np.zeros(scores.shape[1]))
            else:
                losses.append(-log_p[place, k])
                pushes.append(np.exp(log_p[place]) - np.eye(scores.shape[1])[k])
    return np.mean(losses), np.reshape(pushes, logits.shape) / len(losses)
