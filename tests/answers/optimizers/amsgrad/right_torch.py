# exercise: optimizers.amsgrad
def amsgrad(w, gradients, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    t, path = torch.tensor(w, requires_grad=True), []
    optimizer = torch.optim.Adam([t], lr=lr, betas=betas, eps=eps, amsgrad=True)
    for g in gradients:
        t.grad = torch.tensor(g)
        optimizer.step()
        path.append(t.detach().clone().numpy())
    return np.stack(path)
