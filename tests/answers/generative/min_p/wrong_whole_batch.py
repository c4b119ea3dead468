# exercise: generative.min_p
# must read: of its own row
def min_p(logits, p, temperature=1.0):
    chances = logits.softmax(dim=1)
    kept = chances >= p * chances.max()
    return (logits.masked_fill(~kept, -torch.inf) / temperature).softmax(dim=1)
