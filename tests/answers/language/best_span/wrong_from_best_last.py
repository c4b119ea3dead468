# exercise: language.best_span
# must read: the best last word is not always in the best span
def best_span(first, last, none, longest, margin=0.0):
    j = int(np.argmax(last))
    begin = max(0, j - longest + 1)
    i = begin + int(np.argmax(first[begin : j + 1]))
    return (i, j) if first[i] + last[j] > none + margin else None
