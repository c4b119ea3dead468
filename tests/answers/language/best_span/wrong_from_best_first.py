# exercise: language.best_span
# must read: the best first word is not always in the best span
def best_span(first, last, none, longest, margin=0.0):
    i = int(np.argmax(first))
    j = i + int(np.argmax(last[i : i + longest]))
    return (i, j) if first[i] + last[j] > none + margin else None
