# exercise: best_practices.constant
def constant(y):
    y = torch.from_numpy(y)
    if y.is_floating_point():
        return F.mse_loss(y.mean().expand_as(y), y).item()
    logits = torch.bincount(y).double().log()
    return F.cross_entropy(logits.expand(len(y), -1), y).item()
