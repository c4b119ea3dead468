# exercise: language.best_span
# must read: the answer has to be better than none by the margin
def best_span(first, last, none, longest, margin=0.0):
    best, found = none, None
    for i in range(len(first)):
        for j in range(i, min(i + longest, len(last))):
            if first[i] + last[j] > best:
                best, found = first[i] + last[j], (i, j)
    return found
