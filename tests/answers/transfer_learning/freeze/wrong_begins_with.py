# exercise: transfer_learning.freeze
# must read: conv10 was frozen, too
def freeze(net, names):
    if not set(names) <= set(dict(net.named_modules())):
        raise ValueError(f"unknown: {names}")
    net.train().requires_grad_(True)
    for name, module in net.named_modules():
        if name and any(name.startswith(frozen) for frozen in names):
            module.eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
