# exercise: language.merges
# must read: the middle 7 belongs to one pair only
def merges(words, num_merges):
    words, learned = [(list(word), often) for word, often in words.items()], []
    while len(learned) < num_merges:
        pairs = Counter()
        for word, often in words:
            for pair in pairwise(word):
                pairs[pair] += often
        best = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
        if best is None or pairs[best] < 2:
            break
        for i, (word, often) in enumerate(words):
            merged = []
            for j, token in enumerate(word):
                if tuple(word[j : j + 2]) == best:
                    merged.append(256 + len(learned))
                elif j == 0 or tuple(word[j - 1 : j + 1]) != best:
                    merged.append(token)
            words[i] = (merged, often)
        learned.append(best)
    return learned
