# exercise: generative.min_p
# must read: p times the likeliest
def min_p(logits, p, temperature=1.0):
    kept = logits.softmax(dim=1) >= p
    return (logits.masked_fill(~kept, -torch.inf) / temperature).softmax(dim=1)
