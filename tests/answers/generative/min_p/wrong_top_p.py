# exercise: generative.min_p
# must read: that is top-p
def min_p(logits, p, temperature=1.0):
    ranked, order = logits.softmax(dim=1).sort(dim=1, descending=True)
    kept = torch.zeros_like(ranked).scatter(1, order, ((ranked.cumsum(dim=1) - ranked) < p).float()) > 0
    return (logits.masked_fill(~kept, -torch.inf) / temperature).softmax(dim=1)
