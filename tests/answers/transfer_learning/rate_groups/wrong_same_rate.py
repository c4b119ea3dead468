# exercise: transfer_learning.rate_groups
# must read: every layer got the same rate
def rate_groups(layers, lr, factor):
    return [{"params": list(layer.parameters()), "lr": lr} for layer in reversed(layers)]
