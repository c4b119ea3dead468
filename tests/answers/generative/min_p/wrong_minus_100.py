# exercise: generative.min_p
# must read: its logit has to be minus infinity
def min_p(logits, p, temperature=1.0):
    chances = logits.softmax(dim=1)
    kept = chances >= p * chances.max(dim=1, keepdim=True).values
    return (logits.masked_fill(~kept, -100) / temperature).softmax(dim=1)
