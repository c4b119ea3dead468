# exercise: backprop.train_step
# must read: return the one before
def train_step(parameters, X, y, lr):
    def compute():
        W1, b1, W2, b2 = parameters
        return torch.nn.functional.cross_entropy(torch.relu(X @ W1 + b1) @ W2 + b2, y)

    for p in parameters:
        p.grad = None
    compute().backward()
    with torch.no_grad():
        for p in parameters:
            p -= lr * p.grad
    return compute().item()
