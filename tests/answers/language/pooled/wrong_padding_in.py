# exercise: language.pooled
# must read: the padding is in the mean
def pooled(E, ids, upstream):
    means = E[ids].mean(axis=1)
    gradient = np.zeros_like(E)
    for row, text in zip(upstream, ids, strict=True):
        for token in text:
            gradient[token] += row / len(text)
    return means, gradient
