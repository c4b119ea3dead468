# exercise: transfer_learning.freeze
# must read: what was frozen before and is not named now
def freeze(net, names):
    if not set(names) <= set(dict(net.named_modules())):
        raise ValueError(f"unknown: {names}")
    net.train()
    for name in names:
        net.get_submodule(name).eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
