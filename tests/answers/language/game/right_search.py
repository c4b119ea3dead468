# exercise: language.game
def game(references):
    best = []
    for words in references:
        turned = [words[k:] + words[:k] for k in range(1, len(words))]
        best.append(max(turned, key=lambda guess: bleu([guess], [words])))
    return best
