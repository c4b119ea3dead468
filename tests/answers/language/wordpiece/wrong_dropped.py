# exercise: language.wordpiece
# must read: is left over and was dropped
def wordpiece(word, vocabulary):
    pieces, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            if piece in vocabulary:
                break
        else:
            return pieces
        pieces.append(piece)
        start = end
    return pieces
