# exercise: language.game
# must read: a sentence is a list of words, not of letters
def game(references):
    return [" ".join(words[1:] + words[:1]) for words in references]
