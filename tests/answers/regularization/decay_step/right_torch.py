# exercise: regularization.decay_step
def decay_step(parameters, gradients, lr, decay):
    after = []
    for p, g in zip(parameters, gradients):
        t = torch.tensor(p, requires_grad=True)
        t.grad = torch.tensor(g)
        torch.optim.SGD([t], lr=lr, weight_decay=decay if p.ndim > 1 else 0).step()
        after.append(t.detach().numpy())
    return after
