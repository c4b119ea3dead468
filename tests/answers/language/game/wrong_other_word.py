# exercise: language.game
# must read: exactly the words of the reference
def game(references):
    return [[*words[:-1], "never"] for words in references]
