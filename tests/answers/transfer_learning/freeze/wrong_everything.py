# exercise: transfer_learning.freeze
# must read: everything is frozen
def freeze(net, names):
    if not set(names) <= set(dict(net.named_modules())):
        raise ValueError(f"unknown: {names}")
    net.eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
