# exercise: language.pooled
def pooled(E, ids, upstream):
    counts = np.stack([np.bincount(text, minlength=len(E)) for text in ids]).astype(float)
    counts[:, 0] = 0
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return shares @ E, shares.T @ upstream
