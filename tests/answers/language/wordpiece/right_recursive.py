# exercise: language.wordpiece
def wordpiece(word, vocabulary, mark=""):
    if not word:
        return []
    fits = [word[:end] for end in range(1, len(word) + 1) if mark + word[:end] in vocabulary]
    if not fits:
        return ["[UNK]"]
    rest = wordpiece(word[len(fits[-1]) :], vocabulary, "##")
    return ["[UNK]"] if rest == ["[UNK]"] else [mark + fits[-1], *rest]
