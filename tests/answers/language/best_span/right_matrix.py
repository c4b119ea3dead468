# exercise: language.best_span
def best_span(first, last, none, longest, margin=0.0):
    T = len(first)
    score = first[:, None] + last[None, :]
    apart = np.arange(T)[None, :] - np.arange(T)[:, None]
    score = np.where((apart >= 0) & (apart < longest), score, -np.inf)
    i, j = divmod(int(score.argmax()), T)
    return (i, j) if score[i, j] > none + margin else None
