# exercise: transfer_learning.transplant
# must read: compare the shapes
def transplant(net, store, prefix=""):
    own, fits, unused = net.state_dict(), {}, []
    for stored, tensor in store.items():
        name = stored.removeprefix(prefix)
        if name in own and own[name].numel() == tensor.numel():
            fits[name] = tensor.reshape(own[name].shape)
        else:
            unused.append(stored)
    if not fits:
        raise ValueError("nothing fits")
    net.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits)), sorted(unused)
