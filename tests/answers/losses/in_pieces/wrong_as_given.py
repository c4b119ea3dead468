# exercise: losses.in_pieces
# must read: a mean of means
def in_pieces(logits, y, size):
    loss, gradient = 0.0, np.zeros(logits.shape)
    count = (y != -1).sum()
    pieces = len(y) // size
    for i in range(pieces):
        rows = slice(i * size, (i + 1) * size)
        there = y[rows] != -1
        target = np.eye(logits.shape[-1])[y[rows]]
        log_p = log_softmax(logits[rows])
        loss -= (target * log_p)[there].sum() / there.sum() / pieces
        gradient[rows] = (np.exp(log_p) - target) / there.sum() / pieces
    return loss, gradient
