# exercise: transfer_learning.rate_groups
# must read: the head gets lr itself
def rate_groups(layers, lr, factor):
    return [
        {"params": list(layer.parameters()), "lr": lr * factor**i}
        for i, layer in enumerate(reversed(layers), start=1)
    ]
