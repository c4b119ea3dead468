# exercise: transfer_learning.rate_groups
def rate_groups(layers, lr, factor):
    groups, seen, rate = [], [], lr
    for layer in layers[::-1]:
        free = []
        for p in layer.parameters():
            if p.requires_grad and not any(p is other for other in seen):
                free.append(p)
                seen.append(p)
        if len(free) > 0:
            groups.append({"lr": rate, "params": free})
        rate = rate * factor
    return groups
