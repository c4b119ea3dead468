# exercise: losses.in_pieces
def in_pieces(logits, y, size):
    t = torch.tensor(logits, requires_grad=True)
    labels, count, loss = torch.tensor(y), (y != -1).sum(), 0.0
    for scores, marks in zip(t.split(size), labels.split(size)):
        piece = (
            F.cross_entropy(scores.flatten(0, 1), marks.flatten(), ignore_index=-1, reduction="sum") / count
        )
        piece.backward()
        loss += piece.item()
    return [loss, t.grad]
