# exercise: transfer_learning.rate_groups
# must read: a group has no rate
def rate_groups(layers, lr, factor):
    groups, taken = [], set()
    for layer in reversed(layers):
        free = [p for p in layer.parameters() if p.requires_grad and id(p) not in taken]
        taken |= {id(p) for p in free}
        if free:
            groups.append({"params": free})
    return groups
