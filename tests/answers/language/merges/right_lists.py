# exercise: language.merges
def merges(words, num_merges):
    cut = [[list(word), often] for word, often in words.items()]
    learned = []
    for new in range(256, 256 + num_merges):
        pairs = {}
        for tokens, often in cut:
            for pair in zip(tokens, tokens[1:], strict=False):
                pairs[pair] = pairs.get(pair, 0) + often
        best = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:1]
        if not best or pairs[best[0]] < 2:
            return learned
        learned.append(best[0])
        for entry in cut:
            tokens, i = entry[0], 0
            while i < len(tokens) - 1:
                if (tokens[i], tokens[i + 1]) == best[0]:
                    tokens[i : i + 2] = [new]
                i += 1
    return learned
