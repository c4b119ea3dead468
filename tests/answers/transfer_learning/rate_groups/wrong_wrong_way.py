# exercise: transfer_learning.rate_groups
# must read: the input layer got the largest rate
def rate_groups(layers, lr, factor):
    return [
        {"params": list(layer.parameters()), "lr": lr * factor**i}
        for i, layer in enumerate(layers)
        if list(layer.parameters())
    ]
