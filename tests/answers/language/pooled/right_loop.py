# exercise: language.pooled
def pooled(E, ids, upstream):
    means, gradient = np.zeros(upstream.shape), np.zeros(E.shape)
    for i in range(len(ids)):
        tokens = ids[i][ids[i] > 0]
        for token in tokens:
            means[i] += E[token] / len(tokens)
            gradient[token] += upstream[i] / len(tokens)
    return means, gradient
