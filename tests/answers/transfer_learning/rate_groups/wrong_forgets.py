# exercise: transfer_learning.rate_groups
# must read: layers [0, 2] share a weight and it is in two groups
def rate_groups(layers, lr, factor):
    groups, last = [], set()
    for down, layer in enumerate(reversed(layers)):
        free = [p for p in layer.parameters() if p.requires_grad and id(p) not in last]
        last = {id(p) for p in layer.parameters()}
        if free:
            groups.append({"params": free, "lr": lr * factor**down})
    return groups
