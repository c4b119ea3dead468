# exercise: transfer_learning.rate_groups
# must read: a frozen parameter is in a group
def rate_groups(layers, lr, factor):
    return [
        {"params": list(layer.parameters()), "lr": lr * factor**i}
        for i, layer in enumerate(reversed(layers))
        if list(layer.parameters())
    ]
