# exercise: language.merges
# must read: each word counts as often as it occurs
def merges(words, num_merges):
    words, merges = [list(word) for word in words], []
    while len(merges) < num_merges:
        pairs = Counter(pair for word in words for pair in pairwise(word))
        best = max(pairs, key=pairs.get, default=None)
        if best is None or pairs[best] < 2:
            break
        for i, word in enumerate(words):
            merged = []
            for j, token in enumerate(word):
                if tuple(word[j : j + 2]) == best:
                    merged.append(256 + len(merges))
                elif j == 0 or tuple(word[j - 1 : j + 1]) != best:
                    merged.append(token)
            words[i] = merged
        merges.append(best)
    return merges
