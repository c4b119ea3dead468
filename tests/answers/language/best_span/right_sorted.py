# exercise: language.best_span
def best_span(first, last, none, longest, margin=0.0):
    spans = [
        (-(first[i] + last[j]), i, j)
        for i in range(len(first))
        for j in range(i, len(first))
        if j - i + 1 <= longest
    ]
    score, i, j = min(spans)
    return [i, j] if -score > none + margin else None
