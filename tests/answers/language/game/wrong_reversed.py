# exercise: language.game
# must read: fewer places where words meet that were no neighbors
def game(references):
    return [words[::-1] for words in references]
