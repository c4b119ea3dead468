# exercise: generative.min_p
# must read: add up to 1
def min_p(logits, p, temperature=1.0):
    chances = logits.softmax(dim=1)
    kept = chances >= p * chances.max(dim=1, keepdim=True).values
    return (logits / temperature).softmax(dim=1) * kept
