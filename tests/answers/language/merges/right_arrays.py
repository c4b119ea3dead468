# exercise: language.merges
def merges(words, num_merges):
    texts = {word: np.array(word, dtype=int) for word in words}
    learned = []
    while len(learned) < num_merges:
        often = {}
        for word, tokens in texts.items():
            for a, b in zip(tokens[:-1].tolist(), tokens[1:].tolist(), strict=True):
                often[a, b] = often.get((a, b), 0) + words[word]
        top = max(often.values(), default=0)
        if top < 2:
            break
        pair = min(p for p, n in often.items() if n == top)
        for word, tokens in texts.items():
            out, i = [], 0
            while i < len(tokens):
                hit = tuple(tokens[i : i + 2].tolist()) == pair
                out.append(256 + len(learned) if hit else int(tokens[i]))
                i += 2 if hit else 1
            texts[word] = np.array(out, dtype=int)
        learned.append(pair)
    return learned
