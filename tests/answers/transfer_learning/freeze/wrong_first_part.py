# exercise: transfer_learning.freeze
# must read: block.0 was named, and block.1 was frozen with it
def freeze(net, names):
    if not set(names) <= set(dict(net.named_modules())):
        raise ValueError(f"unknown: {names}")
    net.train().requires_grad_(True)
    for name in names:
        getattr(net, name.split(".")[0]).eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
