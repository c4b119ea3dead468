# exercise: transfer_learning.rate_groups
# must read: share a weight and it is in two groups
def rate_groups(layers, lr, factor):
    groups = []
    for i, layer in enumerate(reversed(layers)):
        free = [p for p in layer.parameters() if p.requires_grad]
        if free:
            groups.append({"params": free, "lr": lr * factor**i})
    return groups
