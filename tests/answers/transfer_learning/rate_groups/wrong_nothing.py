# exercise: transfer_learning.rate_groups
# must read: your function returned nothing
def rate_groups(layers, lr, factor):
    groups = []
    for down, layer in enumerate(reversed(layers)):
        groups.append({"params": list(layer.parameters()), "lr": lr * factor**down})
