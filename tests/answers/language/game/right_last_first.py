# exercise: language.game
def game(references):
    return [[words[-1], *words[:-1]] for words in references]
