# exercise: language.merges
# must read: each word counts as often as it occurs in the text
def merges(words, num_merges):
    cut, learned = {word: list(word) for word in words}, []
    while len(learned) < num_merges:
        pairs = Counter()
        for word, often in words.items():
            for pair in pairwise(cut[word]):
                pairs[pair] += 1
        best = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
        if best is None or pairs[best] < 2:
            break
        for word, tokens in cut.items():
            merged = []
            for token in tokens:
                if merged and (merged[-1], token) == best:
                    merged[-1] = 256 + len(learned)
                else:
                    merged.append(token)
            cut[word] = merged
        learned.append(best)
    return learned
