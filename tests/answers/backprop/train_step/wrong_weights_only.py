# exercise: backprop.train_step
# must read: the biases did not move
def train_step(parameters, X, y, lr):
    for p in parameters:
        p.grad = None
    W1, b1, W2, b2 = parameters
    loss = torch.nn.functional.cross_entropy(torch.relu(X @ W1 + b1) @ W2 + b2, y)
    loss.backward()
    with torch.no_grad():
        for W in (W1, W2):
            W -= lr * W.grad
    return loss.item()
