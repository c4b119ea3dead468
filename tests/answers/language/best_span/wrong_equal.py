# exercise: language.best_span
# must read: as good as no answer is not more
def best_span(first, last, none, longest, margin=0.0):
    best, found = none + margin, None
    for i in range(len(first)):
        for j in range(i, min(i + longest, len(last))):
            if first[i] + last[j] > best or (found is None and first[i] + last[j] == best):
                best, found = first[i] + last[j], (i, j)
    return found
