# exercise: language.wordpiece
def wordpiece(word, vocabulary):
    pieces = []
    rest = word
    while rest:
        mark = "##" if pieces else ""
        found = [entry for entry in vocabulary if (mark + rest).startswith(entry) and len(entry) > len(mark)]
        found = [entry for entry in found if entry.startswith(mark)]
        if not found:
            return ["[UNK]"]
        pieces.append(max(found, key=len))
        rest = rest[len(pieces[-1]) - len(mark) :]
    return pieces
