# exercise: transfer_learning.transplant
# must read: the running statistics belong to the weights
def transplant(net, store, prefix=""):
    own, used = dict(net.named_parameters()), {}
    for stored, tensor in store.items():
        name = stored.removeprefix(prefix)
        if name in own and own[name].shape == tensor.shape:
            own[name].data.copy_(tensor)
            used[name] = stored
    if not used:
        raise ValueError("nothing fits")
    return sorted(set(own) - set(used)), sorted(set(store) - set(used.values()))
