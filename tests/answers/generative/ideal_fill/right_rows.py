# exercise: generative.ideal_fill
def ideal_fill(z, t, X):
    out = []
    for row in z:
        score = np.array([-0.5 * np.sum(((row - (1 - t) * x) / t) ** 2) for x in X])
        weight = np.exp(score - score.max())
        out.append(sum(w * x for w, x in zip(weight, X, strict=True)) / weight.sum())
    return np.array(out)
