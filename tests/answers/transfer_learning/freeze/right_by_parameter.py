# exercise: transfer_learning.freeze
def freeze(net, names):
    if missing := set(names) - {name for name, _ in net.named_modules()}:
        raise ValueError(f"no such submodule: {missing}")

    def inside(name):
        return any(name == frozen or name.startswith(frozen + ".") for frozen in names)

    for name, module in net.named_modules():
        module.training = not inside(name)
    for name, p in net.named_parameters():
        p.requires_grad = not inside(name)
    return [name for name, p in net.named_parameters() if not inside(name)]
