# exercise: losses.adjust_priors
def adjust_priors(logits, before, after):
    shift = torch.log(torch.tensor(after) / torch.tensor(before))
    return torch.softmax(torch.tensor(logits) + shift, dim=-1)
