# exercise: losses.fit_line
def fit_line(X, y, lr=0.1, num_steps=300):
    inputs, targets = torch.tensor(X), torch.tensor(y)
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(num_steps):
        optimizer.zero_grad()
        F.mse_loss(inputs @ w + b, targets).backward()
        optimizer.step()
    return w.detach().numpy(), b.item()
