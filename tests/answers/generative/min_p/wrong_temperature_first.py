# exercise: generative.min_p
# must read: who is kept is decided at temperature 1
def min_p(logits, p, temperature=1.0):
    logits = logits / temperature
    chances = logits.softmax(dim=1)
    kept = chances >= p * chances.max(dim=1, keepdim=True).values
    return logits.masked_fill(~kept, -torch.inf).softmax(dim=1)
