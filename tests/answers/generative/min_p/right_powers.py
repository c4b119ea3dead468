# exercise: generative.min_p
def min_p(logits, p, temperature=1.0):
    shifted = (logits - logits.max(dim=1, keepdim=True).values).double()
    share = shifted.exp()
    share = torch.where(share >= p, (shifted / temperature).exp(), 0.0)
    return (share / share.sum(dim=1, keepdim=True)).to(logits.dtype)
