# exercise: transfer_learning.freeze
# must read: block.0 is a submodule, inside block
def freeze(net, names):
    modules = dict(net.named_children())
    if not set(names) <= set(modules):
        raise ValueError(f"unknown: {names}")
    net.train().requires_grad_(True)
    for name in names:
        modules[name].eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
