# exercise: language.game
# must read: count the runs of four that hold it
def game(references):
    swapped = []
    for words in references:
        half = len(words) // 2
        swapped.append(words[half:] + words[:half])
    return swapped
