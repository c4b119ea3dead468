# exercise: generative.min_p
def min_p(logits, p, temperature=1.0):
    top = logits.max(dim=1, keepdim=True).values
    least = top + (torch.log(torch.tensor(p, dtype=logits.dtype)) if p > 0 else -torch.inf)
    return torch.where(logits >= least, logits / temperature, -torch.inf).softmax(dim=1)
