# exercise: language.game
# must read: two words exchanged make two places
def game(references):
    return [[*words[:-2], words[-1], words[-2]] for words in references]
