# exercise: language.game
# must read: this is the reference itself
def game(references):
    return [list(words) for words in references]
