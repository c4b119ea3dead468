# exercise: transfer_learning.transplant
# must read: your function returned nothing
def transplant(net, store, prefix=""):
    own, fits = net.state_dict(), {}
    for stored, tensor in store.items():
        name = stored.removeprefix(prefix)
        if name in own and own[name].shape == tensor.shape:
            fits[name] = tensor
    if not fits:
        raise ValueError("nothing fits")
    net.load_state_dict(fits, strict=False)
