# exercise: language.best_span
# must read: the last word itself, not the one after it
def best_span(first, last, none, longest, margin=0.0):
    best, found = none + margin, None
    for i in range(len(first)):
        for j in range(i, min(i + longest, len(last))):
            if first[i] + last[j] > best:
                best, found = first[i] + last[j], (i, j + 1)
    return found
