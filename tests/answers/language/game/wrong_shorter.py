# exercise: language.game
# must read: none may be left out or added
def game(references):
    return [words[:-1] for words in references]
