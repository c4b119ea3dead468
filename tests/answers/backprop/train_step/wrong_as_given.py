# exercise: backprop.train_step
# must read: a step uphill
def train_step(parameters, X, y, lr):
    W1, b1, W2, b2 = parameters
    loss = torch.nn.functional.cross_entropy(torch.relu(X @ W1 + b1) @ W2 + b2, y)
    loss.backward()
    with torch.no_grad():
        for p in parameters:
            p += lr * p.grad
    return loss.item()
