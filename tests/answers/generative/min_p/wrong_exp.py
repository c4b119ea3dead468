# exercise: generative.min_p
# must read: nan or inf
def min_p(logits, p, temperature=1.0):
    e = logits.exp()
    kept = e >= p * e.max(dim=1, keepdim=True).values
    e = (logits / temperature).exp() * kept
    return e / e.sum(dim=1, keepdim=True)
