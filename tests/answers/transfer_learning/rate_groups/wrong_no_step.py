# exercise: transfer_learning.rate_groups
# must read: still counts as a step down
def rate_groups(layers, lr, factor):
    with_weights = [layer for layer in reversed(layers) if any(True for _ in layer.parameters())]
    return [
        {"params": [p for p in layer.parameters() if p.requires_grad], "lr": lr * factor**i}
        for i, layer in enumerate(with_weights)
    ]
