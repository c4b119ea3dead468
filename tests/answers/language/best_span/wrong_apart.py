# exercise: language.best_span
# must read: the last word of an answer is not before its first
def best_span(first, last, none, longest, margin=0.0):
    i, j = int(np.argmax(first)), int(np.argmax(last))
    return (i, j) if first[i] + last[j] > none + margin else None
