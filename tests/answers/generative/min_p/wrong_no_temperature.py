# exercise: generative.min_p
# must read: the temperature is not used
def min_p(logits, p, temperature=1.0):
    chances = logits.softmax(dim=1)
    chances = chances * (chances >= p * chances.max(dim=1, keepdim=True).values)
    return chances / chances.sum(dim=1, keepdim=True)
