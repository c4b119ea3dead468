# exercise: losses.in_pieces
# must read: there is a gradient where there is no label
def in_pieces(logits, y, size):
    return broken_in_pieces(logits, y, len(y))
