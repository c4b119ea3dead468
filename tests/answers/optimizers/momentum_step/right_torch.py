# exercise: optimizers.momentum_step
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    t = torch.tensor(w, requires_grad=True)
    t.grad = torch.tensor(g)
    optimizer = torch.optim.SGD([t], lr=lr, momentum=beta, weight_decay=decay, nesterov=nesterov)
    optimizer.state[t]["momentum_buffer"] = torch.tensor(v)
    optimizer.step()
    return t.detach().numpy(), optimizer.state[t]["momentum_buffer"].numpy()
