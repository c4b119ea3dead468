# exercise: optimizers.adamw
def adamw(w, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    t = torch.tensor(w, requires_grad=True)
    optimizer = torch.optim.AdamW([t], lr=lr, betas=betas, eps=eps, weight_decay=decay)
    for g in gradients:
        t.grad = torch.tensor(g)
        optimizer.step()
    return t.detach().numpy()
