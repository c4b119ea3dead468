# exercise: language.best_span
# must read: words, at most
def best_span(first, last, none, longest, margin=0.0):
    best, found = none + margin, None
    for i in range(len(first)):
        for j in range(i, min(i + longest + 1, len(last))):
            if first[i] + last[j] > best:
                best, found = first[i] + last[j], (i, j)
    return found
