# exercise: losses.weighted_mse
def weighted_mse(prediction, y, weight):
    p, w = torch.tensor(prediction, requires_grad=True), torch.tensor(weight)
    loss = (w * (p - torch.tensor(y)).square()).sum() / w.sum()
    loss.backward()
    return loss.item(), p.grad.numpy()
