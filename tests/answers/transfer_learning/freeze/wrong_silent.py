# exercise: transfer_learning.freeze
# must read: and nothing was said: raise a ValueError
def freeze(net, names):
    net.train().requires_grad_(True)
    for name, module in net.named_modules():
        if name in names:
            module.eval().requires_grad_(False)
    return [name for name, p in net.named_parameters() if p.requires_grad]
