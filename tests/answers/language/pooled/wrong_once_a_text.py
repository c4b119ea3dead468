# exercise: language.pooled
# must read: a token that stands twice in a text gets its share twice
def pooled(E, ids, upstream):
    means, gradient = np.zeros_like(upstream), np.zeros_like(E)
    for i, text in enumerate(ids):
        tokens = [token for token in text if token != 0]
        if tokens:
            means[i] = E[tokens].mean(axis=0)
            for token in set(tokens):
                gradient[token] += upstream[i] / len(tokens)
    return means, gradient
