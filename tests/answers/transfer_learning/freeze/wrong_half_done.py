# exercise: transfer_learning.freeze
# must read: the net was changed before the wrong name was found
def freeze(net, names):
    net.train().requires_grad_(True)
    modules = dict(net.named_modules())
    for name in names:
        if name not in modules:
            raise ValueError(name)
        modules[name].eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
