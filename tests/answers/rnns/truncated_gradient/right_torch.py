# exercise: rnns.truncated_gradient
def truncated_gradient(x, y, w, k):
    weight, h = torch.tensor(w, dtype=torch.float64, requires_grad=True), torch.zeros(()).double()
    for t, value in enumerate(x):
        if t == len(x) - k:
            h = h.detach()
        h = weight * h + value
    ((h - y) ** 2 / 2).backward()
    return weight.grad.item()
