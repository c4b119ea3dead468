# exercise: transfer_learning.transplant
# must read: lstrip takes off letters
def transplant(net, store, prefix=""):
    own, fits, unused = net.state_dict(), {}, []
    for stored, tensor in store.items():
        name = stored.lstrip(prefix) if stored.startswith(prefix) else stored
        if name in own and own[name].shape == tensor.shape:
            fits[name] = tensor
        else:
            unused.append(stored)
    if not fits:
        raise ValueError("nothing fits")
    net.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits)), sorted(unused)
