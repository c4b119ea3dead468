# exercise: transfer_learning.freeze
# must read: your function returned nothing
def freeze(net, names):
    modules = dict(net.named_modules())
    if not set(names) <= set(modules):
        raise ValueError(f"unknown: {names}")
    net.train().requires_grad_(True)
    for name in names:
        modules[name].eval().requires_grad_(False)
