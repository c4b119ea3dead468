# exercise: transfer_learning.freeze
# must read: the running statistics of norm1 still move
def freeze(net, names):
    if not set(names) <= set(dict(net.named_modules())):
        raise ValueError(f"unknown: {names}")
    net.train().requires_grad_(True)
    for name in names:
        net.get_submodule(name).requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
