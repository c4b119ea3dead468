# exercise: regularization.layer_norm
def layer_norm(X, gamma, beta, upstream, eps=1e-5):
    X, gamma, beta = (torch.tensor(v, requires_grad=True) for v in (X, gamma, beta))
    out = torch.nn.functional.layer_norm(X, (X.shape[1],), gamma, beta, eps)
    (out * torch.tensor(upstream)).sum().backward()
    return out.detach().numpy(), X.grad.numpy(), gamma.grad.numpy(), beta.grad.numpy()
