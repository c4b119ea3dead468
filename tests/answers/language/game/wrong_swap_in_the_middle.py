# exercise: language.game
# must read: fewer places where words meet
def game(references):
    return [[*words[:4], words[5], words[4], *words[6:]] for words in references]
